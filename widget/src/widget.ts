import { DatelineAsk } from "./element.js";

if (customElements.get("dateline-ask") === undefined) customElements.define("dateline-ask", DatelineAsk);

export { DatelineAsk };
