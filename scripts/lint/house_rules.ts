/**
 * The project's own lint rules, as a plugin of `deno lint` (`lint.plugins` in deno.json). CONTRIBUTING.md
 * says what each is for.
 *
 * @module
 */

const ROOT = import.meta.dirname!.replaceAll("\\", "/").replace(/scripts\/lint$/, "");

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "deno-stays-in-host": only({ under: ["lib/", "mod.ts"], except: ["lib/host/"] }, (context) => ({
      Identifier(node) {
        if (node.name !== "Deno") return;
        context.report({
          node,
          message: "Only lib/host/ and cli.ts touch Deno",
          hint: "Ask the Host for it; add a method there if it has none",
        });
      },
    })),

    "library-is-silent": only({ under: ["lib/", "mod.ts"] }, (context) => ({
      MemberExpression(node) {
        const name = dotted(node);
        if (!name?.startsWith("console.") && name !== "process.exit") return;
        context.report({
          node,
          message: `Library code neither prints nor exits: ${name}`,
          hint: "Use host.write or host.writeError, and return an exit code",
        });
      },
    })),

    "no-default-export": only({ under: [""] }, (context) => {
      const message = "Exports have names: no default export";
      return {
        ExportDefaultDeclaration: (node) => context.report({ node, message }),
        ExportSpecifier: (node) => {
          if (node.exported.type === "Identifier" && node.exported.name === "default") {
            context.report({ node, message });
          }
        },
      };
    }),

    "exports-are-documented": only({ under: ["lib/"] }, (context) => ({
      ExportNamedDeclaration(node) {
        if (node.declaration === null || isDocumented(context, node)) return;
        context.report({
          node,
          message: "An export of lib/ needs a doc comment",
          hint: "Say what it is, its shapes and units, and which errors it throws",
        });
      },
    })),

    "few-parameters": only({ under: [""] }, (context) => {
      const check = (node: AnyFunction) => {
        const parameters = withoutSpans(node.params);
        if (parameters.length > 3) {
          context.report({
            node,
            message: `A function takes at most three parameters: this one has ${parameters.length}`,
            hint: "Two positional ones, then one options object",
          });
        }
        const third = parameters[2];
        if (third === undefined || node.parent.type !== "ExportNamedDeclaration") return;
        if (isObject(third)) return;
        context.report({
          range: third.range,
          message: "An exported function's third parameter is an options object",
          hint: "Destructure it on the first line",
        });
      };
      return {
        FunctionDeclaration: check,
        FunctionExpression: check,
        ArrowFunctionExpression: check,
      };
    }),

    "own-errors": only({ under: ["lib/", "mod.ts"] }, (context) => {
      const check = (node: Deno.lint.NewExpression | Deno.lint.CallExpression) => {
        const { callee } = node;
        if (callee.type !== "Identifier" || !BUILT_IN_ERRORS.has(callee.name)) return;
        context.report({
          node,
          message: `Library code does not throw a plain ${callee.name}`,
          hint: "Throw one of lib/errors.ts, or a HostError in lib/host/",
        });
      };
      return { NewExpression: check, CallExpression: check };
    }),

    "clock-comes-from-host": only(
      { under: ["lib/", "mod.ts"], except: ["lib/host/"] },
      (context) => {
        const report = (node: Deno.lint.Node, what: string) =>
          context.report({
            node,
            message: `Library code is pure: no ${what}`,
            hint: "Take the time as an argument, or ask host.now()",
          });
        return {
          MemberExpression(node) {
            const name = dotted(node);
            if (name !== null && IMPURE.has(name)) report(node, name);
          },
          NewExpression(node) {
            if (isNamed(node.callee, "Date") && node.arguments.length === 0) {
              report(node, "new Date()");
            }
          },
          CallExpression(node) {
            if (isNamed(node.callee, "Date")) report(node, "Date()");
          },
        };
      },
    ),

    "using-stays-open": only({ under: ["lib/", "cli.ts"] }, (context) => ({
      VariableDeclaration(node) {
        if (!node.kind.endsWith("using")) return;
        const block = context.sourceCode.getText(node.parent);
        const rest = block.slice(node.range[1] - node.parent.range[0]);
        for (const { id } of node.declarations) {
          if (id.type !== "Identifier" || !isInlined(id.name, rest)) continue;
          context.report({
            node,
            message: `The bundler would never close ${id.name}: it puts it where it is used`,
            hint: "Open and use it in a function, and keep the result: using _name = …",
          });
        }
      },
    })),
  },
};

// deno-lint-ignore house/no-default-export -- Deno finds a plugin by its default export
export default plugin;

type AnyFunction =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

const BUILT_IN_ERRORS = new Set(["Error", "TypeError", "RangeError", "SyntaxError"]);

const IMPURE = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "crypto.randomUUID",
  "crypto.getRandomValues",
]);

/** A rule for the files whose path in the project begins in one way and not in another. */
function only(
  { under, except = [] }: { under: readonly string[]; except?: readonly string[] },
  create: Deno.lint.Rule["create"],
): Deno.lint.Rule {
  return {
    create(context) {
      const absolute = context.filename.replaceAll("\\", "/");
      const path = absolute.startsWith(ROOT) ? absolute.slice(ROOT.length) : absolute;
      const beginsWith = (start: string) => path.startsWith(start);
      return under.some(beginsWith) && !except.some(beginsWith) ? create(context) : {};
    },
  };
}

/** `a.b` of a member expression, also when written `a["b"]`; null for anything longer. */
function dotted({ object, property }: Deno.lint.MemberExpression): string | null {
  if (object.type !== "Identifier") return null;
  if (property.type === "Identifier") return `${object.name}.${property.name}`;
  return property.type === "Literal" ? `${object.name}.${property.value}` : null;
}

/** Whether code uses a name once, at its beginning. There a minifier puts what the name stands for. */
function isInlined(name: string, code: string): boolean {
  const uses = code.split(new RegExp(`(?<![\\w$.])${name}(?![\\w$])`));
  return uses.length === 2 && /^\W*(?:(?:if|return|await)\W+|const \w+ = )*$/.test(uses[0]!);
}

function isNamed(node: Deno.lint.Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

function isDocumented(context: Deno.lint.RuleContext, node: Deno.lint.Node): boolean {
  return context.sourceCode.getCommentsBefore(node).some(({ type, value }) =>
    type === "Block" && value.startsWith("*") && !value.includes("@module")
  );
}

/** The parameters, where `bytes, start, end` counts as one: a part of a buffer, without a copy. */
function withoutSpans(parameters: readonly Deno.lint.Parameter[]): Deno.lint.Parameter[] {
  const names = parameters.map((parameter) =>
    parameter.type === "Identifier" ? parameter.name : ""
  );
  return parameters.filter((_, at) =>
    !(names[at] === "start" && names[at + 1] === "end") &&
    !(names[at] === "end" && names[at - 1] === "start")
  );
}

/** Whether a parameter is taken apart, or has a type with a name of its own. */
function isObject(parameter: Deno.lint.Parameter): boolean {
  const inner = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  if (inner.type !== "Identifier") return true;
  return inner.typeAnnotation?.typeAnnotation.type === "TSTypeReference";
}
