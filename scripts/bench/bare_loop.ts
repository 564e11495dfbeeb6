// What any program in this language takes to read a file, split its lines and write a string for each.
const [input = "", output = ""] = Deno.args;
const text = new TextDecoder().decode(Deno.readFileSync(input));
let json = "[";
for (const line of text.split("\r\n")) json += `{"line":"${line}","length":${line.length}},`;
Deno.writeFileSync(output, new TextEncoder().encode(json));
