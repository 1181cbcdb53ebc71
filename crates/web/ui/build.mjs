// Copies what the pages use of the U.S. Web Design System, and our own styles, into dist/, which the
// binary embeds. Only files that the style sheets name are taken; fonts of families we do not use are left.
import { cpSync, mkdirSync, readFileSync, rmSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const system = join(here, "node_modules/@uswds/uswds/dist");
const dist = join(here, "dist");
const leftOut = [/^fonts\/merriweather\//, /^img\/hero/, /^img\/file/, /^img\/loader/];

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

function filesNamedBy(styles) {
  const named = [...readFileSync(styles, "utf8").matchAll(/url\(["']?\.\.\/([^)"']+)["']?\)/g)].map((m) => m[1]);
  return [...new Set(named)].filter((file) => !leftOut.some((pattern) => pattern.test(file)));
}

if (!existsSync(system)) {
  console.error("ui: run `npm ci` in crates/web/ui first");
  process.exit(1);
}
rmSync(dist, { recursive: true, force: true });
copy(join(system, "css/uswds.min.css"), join(dist, "css/uswds.min.css"));
copy(join(here, "styles"), join(dist, "css"));
for (const styles of ["uswds.min.css", "bluestem.css"]) {
  for (const file of filesNamedBy(join(dist, "css", styles))) {
    const ours = join(here, file);
    copy(existsSync(ours) ? ours : join(system, file), join(dist, file));
  }
}
copy(join(here, "img"), join(dist, "img"));
