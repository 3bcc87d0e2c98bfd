// `make widget`: the widget as one minified file, its integrity hash, and the line of HTML that uses it.
// It leaves out serving it: the gateway does, when the hash of the sources says that the bundle is theirs.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WIDGET = join(ROOT, "widget");
const OUTPUT = "widget/dist/guichet.js";
const MANIFEST = "widget/dist/manifest.json";

/** Bytes, gzipped. */
const BUDGET = 25_000;

const LICENCE = "/*! Guichet | Apache-2.0 */";

/** The custom properties that are the widget's own: a page sets those that begin with `--guichet-`. */
const OWN = /--(?!guichet-)[a-z][a-z-]+(?=[:)\s,"';`])/g;

/** Style sheets are text in a module: minified as CSS before they are bundled, with their own names shortened. */
const styleSheets = {
  name: "style sheets",
  async setup(build) {
    const short = await shortNames();
    build.onLoad({ filter: /\.css\.js$/ }, async ({ path }) => {
      const { css } = await import(pathToFileURL(path).href);
      const { code } = await build.esbuild.transform(css, { loader: "css", minify: true, charset: "utf8" });
      return { contents: `export const css = ${JSON.stringify(code.trim().replace(OWN, short))};` };
    });
    // The only module that sets them.
    build.onLoad({ filter: /looks\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(OWN, short),
    }));
  },
};

/** A short name for each of the widget's own custom properties, the same at every run. */
async function shortNames() {
  const folder = join(WIDGET, "styles");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".css.js"));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const names = [...new Set(texts.join("\n").match(OWN))].sort();
  return (name) => (names.includes(name) ? `--${names.indexOf(name).toString(36)}` : name);
}

async function bundle() {
  const { build } = await import("esbuild").catch(() => {
    throw new Error("node_modules : esbuild absent — lancez `npm ci`");
  });
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["widget/guichet.js"],
    outfile: OUTPUT,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    banner: { js: LICENCE },
    plugins: [styleSheets],
    metafile: true,
    write: false,
    logLevel: "silent",
  }).catch(refuse);
  return { code: await shortened(outputFiles[0].text), inputs: metafile.outputs[OUTPUT].inputs };
}

/** What esbuild leaves: about five per cent. None of our getters does anything but get. @param {string} code */
async function shortened(code) {
  const { minify } = await import("terser");
  const compress = { passes: 3, unsafe_arrows: true, unsafe_methods: true, pure_getters: true };
  const options = { module: true, ecma: 2020, compress, format: { comments: "some" } };
  return Buffer.from((await minify(code, options)).code ?? "");
}

/** @returns {never} the first thing that esbuild complains about, in one line */
function refuse({ errors: [{ text, location }] }) {
  throw new Error(`${location ? `${location.file}:${location.line}` : "widget"} : ${text} — corrigez ce fichier`);
}

/** The hash of all that the bundle may be made of: what it says of an old bundle is that it is old. */
async function sources() {
  const paths = (await readdir(WIDGET, { recursive: true })).map((path) => path.replaceAll("\\", "/"));
  const hash = createHash("sha256");
  for (const path of paths.filter((path) => path.endsWith(".js") && !/^(dist|demo)\//.test(path)).sort()) {
    hash.update(`${path}\0`).update(await readFile(join(WIDGET, path))).update("\0");
  }
  return hash.digest("hex");
}

/** What each room of the widget weighs in the bundle, the heaviest first. */
function parts(inputs) {
  const rooms = {};
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const [, room, file] = path.replace(/^[^:]*:/, "").split("/");
    const name = file ? room : "entrée";
    rooms[name] = (rooms[name] ?? 0) + bytesInOutput;
  }
  const heaviest = Object.entries(rooms).sort(([, one], [, other]) => other - one);
  return heaviest.map(([room, bytes]) => `${room} ${kilobytes(bytes)}`).join(", ");
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1).replace(".", ",")} ko`;

/** @param {string} integrity @returns {string} what a webmaster adds to a page */
const line = (integrity) =>
  `<script type="module" src="https://guichet.exemple.fr/widget/guichet.js"` +
  ` integrity="${integrity}" crossorigin></script>`;

async function main() {
  const { code, inputs } = await bundle();
  const gzipped = gzipSync(code, { level: 9 }).length;
  console.log(`${OUTPUT} : ${kilobytes(code.length)}, ${kilobytes(gzipped)} compressés (${kilobytes(BUDGET)} au plus)`);
  console.log(`  dont, avant compression : ${parts(inputs)}`);
  if (gzipped > BUDGET) throw new Error(`${OUTPUT} : ${gzipped - BUDGET} octets de trop — allégez le widget`);
  const integrity = `sha384-${createHash("sha384").update(code).digest("base64")}`;
  await mkdir(dirname(join(ROOT, OUTPUT)), { recursive: true });
  await writeFile(join(ROOT, OUTPUT), code);
  await writeFile(join(ROOT, MANIFEST), `${JSON.stringify({ integrity, sources: await sources() })}\n`);
  console.log(`intégrité : ${integrity}`);
  console.log(`à coller dans vos pages, avec l'adresse de votre serveur :\n${line(integrity)}`);
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
