/** The desk starts here: colours and fonts first, then who sits at it. */

import "./style/fonts.css";
import "./style/colours.css";
import "./style/desk.css";
import "./style/parts.css";
import "ol/ol.css";
import "./style/print.css";
import { render } from "preact";
import { App } from "./parts/App";
import "./state/prefs";

const root = document.getElementById("desk");
// Labels on the maps are painted once; the faces have to be there before.
const faces = ['600 15px "Noto Sans"', '13px "Noto Sans Mono"'].map((face) => document.fonts.load(face));
void Promise.allSettled(faces).then(() => root && render(<App />, root));
