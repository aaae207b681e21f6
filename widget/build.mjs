// Bundles the widget into one file, and beside it the licences of what it contains.
// Usage: node build.mjs [folder]    (default: ../service/static)
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const here = import.meta.dirname;
const out = resolve(process.argv[2] ?? join(here, "../service/static"));

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/widget.ts"],
  outfile: join(out, "widget.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // the banner names them once, the file beside it holds their texts
  banner: { js: "/*! Dateline widget, Apache-2.0. Licences of what it contains: widget.licenses.txt */" },
  metafile: true,
});

const packages = Object.keys(metafile.inputs)
  .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
  .filter((name) => name !== undefined);

const licences = [];
for (const name of [...new Set(packages)].sort()) {
  const folder = join(here, "node_modules", name);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  licences.push(`${name} ${version}\n\n${(await readFile(join(folder, "LICENSE"), "utf8")).trim()}\n`);
}
await writeFile(join(out, "widget.licenses.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

const bytes = await readFile(join(out, "widget.js"));
console.log(`widget.js: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`);
