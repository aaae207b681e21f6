/** Which language the widget speaks: its own `lang`, else that of the page around it, else the browser's. */
import { japanese } from "./japanese.js";
import { korean } from "./korean.js";
import { english, type Words } from "./words.js";

const LANGUAGES: Readonly<Record<string, Words>> = { en: english, ja: japanese, ko: korean };

/** Its words, with the page's own in the place of some. */
export function wordsFor(element: HTMLElement, own: Partial<Words>): Words {
  const said = element.lang || (element.closest("[lang]")?.getAttribute("lang") ?? "");
  const wanted = said === "" ? navigator.languages : [said];
  const known = wanted.map((language) => LANGUAGES[language.toLowerCase().split("-")[0] ?? ""]);
  return { ...(known.find((words) => words !== undefined) ?? english), ...own };
}
