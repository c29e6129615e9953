// Arranges every graph of a JSON file (a list) so many times; prints [{times, out}] in milliseconds.
const fs = require("fs");
const [, , library, input, repeats] = process.argv;
const Elk = require(library);
(async () => {
  const elk = new Elk();
  const results = [];
  for (const graph of JSON.parse(fs.readFileSync(input, "utf8"))) {
    const times = [];
    let out;
    for (let n = 0; n < Number(repeats); n++) {
      const copy = JSON.parse(JSON.stringify(graph));
      const start = performance.now();
      out = await elk.layout(copy);
      times.push(performance.now() - start);
    }
    results.push({ times, out });
  }
  console.log(JSON.stringify(results));
})();
