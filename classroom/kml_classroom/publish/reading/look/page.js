// What a page does beyond being read; without it all text, figures and links are there.
import "./bar.js";
import "./wide.js";
import "./terms.js";
import "./predict.js";
import "./sliders.js";
import "./search.js";
import "./offline.js";
