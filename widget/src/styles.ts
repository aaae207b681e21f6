/** How the widget looks, from the plain to the particular. */
import { answer } from "./styles/answer.js";
import { citation } from "./styles/citation.js";
import { composer } from "./styles/composer.js";
import { modes } from "./styles/modes.js";
import { tokens } from "./styles/tokens.js";

export const styles = [tokens, answer, citation, composer, modes];
