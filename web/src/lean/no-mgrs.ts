/** In place of the MGRS writer of proj4: the node writes and reads references, the page only draws. */

const refuse = (): never => {
  throw new Error("the node reads and writes references");
};

export default { forward: refuse, inverse: refuse, toPoint: refuse };
export { refuse as forward, refuse as inverse, refuse as toPoint };
