/** In place of a projection of stars and planets (the spherical cube) that no map of ours is drawn in. */

export default { names: [] as string[] };
