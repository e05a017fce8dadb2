#include "script/grammar.h"
#include "generated/vocabulary.h"
#include <iterator>
#include <string_view>

namespace {

// In these lists: $ an expression, # a statement, @ a global, ~ a member, % a variable, & one of a block's own.
constexpr const char* kValues[] = {
    "0",
    "1",
    "-1",
    "0.5",
    "NaN",
    "Infinity",
    "2 ** 31",
    "2 ** 53",
    "10n",
    "true",
    "null",
    "undefined",
    "''",
    "'/bin/cat'",
    "'C:\\\\x'",
    "'\\ud800'",
    "'a\\0b'",
    "'x'.repeat(70000)",
    "'0c0e1c4a-1234-5678-0102-030405060708'",
    "'\\u{1F600}'",
    "[]",
    "{}",
    "Symbol()",
    "Symbol.iterator",
    "/(a+)+b/",
    "new Date(NaN)",
    "session",
    "distribution",
    "@",
    "@.~",
    "%",
    "%.~",
    "%.~()",
    "this",
    "globalThis",
    "import.meta",
};

constexpr const char* kExpressions[] = {
    "$ + $",
    "$, $",
    "$ ?? $",
    "`${$}`",
    "typeof $",
    "-$",
    "delete $.~",
    "[$, $]",
    "[...$]",
    "{ ~: $, ...$ }",
    "$[$]",
    "$?.~",
    "$.~ = $",
    "% = $",
    "$($)",
    "$.~($)",
    "$.~($, $)",
    "new $($)",
    "new ($.~)($)",
    "() => $",
    "() => { # }",
    "(() => { # })()",
    "async () => { # }",
    "(async () => { await $; # })()",
    "(async () => { for await (const & of $) { # } })()",
    "function* () { yield $; # }",
    "(function* () { yield* $; # })()",
    "$ instanceof $",
    "$ in Object($)",
    "@($)",
    "@($, $)",
    "@($, $, $)",
    "@.~($)",
    "new @($)",
    "new @($, $)",
    "ExecuteBinary(session, '/bin/cat', [$], $)",
    "ExecuteBinary(session, '/bin/cat').~($)",
    "ExecuteBinaryInDistribution(session, distribution, '/bin/cat', [$])",
    "MountFolder(session, 'C:\\\\x', '/x', $, $)",
    "new PluginError($, $)",
    "console.log($, $)",
    "new Proxy(Object($), { get() { # return $ } })",
    "Object.defineProperty(Object($), '~', { get() { # return $ } })",
    "{ toString() { # return $ } }",
    "{ [Symbol.toPrimitive]() { # return $ } }",
    "{ then(e, f) { # e($) } }",
    "Object.assign(Object($), { ~: $ })",
    "Object.setPrototypeOf(Object($), $)",
    "Object.freeze($)",
    "Array.from({ length: 9 }, () => $)",
    "new Array($).fill($)",
    "$.map(e => $)",
    "JSON.stringify($)",
    "JSON.parse($)",
    "String($)",
    "BigInt($)",
    "structuredClone($)",
    "eval($)",
    "new Function('return ' + $)",
    "import($)",
    "Promise.reject($)",
    "Promise.resolve($)",
    "Promise.all([$, $])",
    "$.then(() => $, () => $)",
    "new Uint8Array($)",
    "new Uint8Array([1, 255, 128]).buffer",
    "new DataView(new ArrayBuffer(8, { maxByteLength: 16 }), 4)",
    "new WeakRef(Object($))",
    "new Map([[$, $]])",
    "Reflect.ownKeys(Object($))",
    "/./gu[Symbol.replace]($, $)",
    "new AggregateError([$], $)",
    "Object.assign(new Error($), { stack: $, cause: $ })",
    "class extends @ { ~ = $; #p = $; static ~ = $; get ~() { # return this.#p } }",
};

constexpr const char* kStatements[] = {
    "$;",
    "$;",
    "$;",
    "var % = $;",
    "throw $;",
    "if ($) { # } else { # }",
    "for (const & of $) { # }",
    "for (const & in $) { # }",
    "for (let i = 0; i < 99; i++) { # }",
    "for (;;) { # }",
    "do { # } while ($);",
    "try { # } catch (&) { # }",
    "try { # } finally { # }",
    "{ using & = $; # }",
    "{ const & = $; # }",
    "{ function &() { # } &(); }",
    "{ class & extends $ {} # }",
    "switch ($) { case $: # default: # }",
    "globalThis.~ = $;",
    "globalThis.@ = $;",
    "Object.prototype.~ = $;",
    "Array.prototype[0] = $;",
    "Object.defineProperty(Object.prototype, '~', { get() { # return $ }, configurable: true });",
    "Promise.prototype.then = () => $;",
    "String.prototype.concat = () => $;",
    "process.~($);",
    "debugger;",
};

template <size_t N>
std::string_view Pick(const char* const (&list)[N], Random& random)
{
    return list[random() % N];
}

std::string Expand(std::string_view form, Random& random, int depth);

std::string Expression(Random& random, int depth)
{
    const bool leaf = depth <= 0 || random() % 4 == 0;
    return "(" + Expand(leaf ? Pick(kValues, random) : Pick(kExpressions, random), random, depth - 1) + ")";
}

std::string Statement(Random& random, int depth)
{
    return depth <= 0 ? "" : Expand(Pick(kStatements, random), random, depth - 1) + "\n";
}

std::string Expand(std::string_view form, Random& random, int depth)
{
    constexpr const char* kVariables[] = {"a", "b", "c", "process"};
    constexpr const char* kBlockVariables[] = {"d", "e", "f"};
    // The same variable in all of a form.
    const std::string_view own = Pick(kBlockVariables, random);
    std::string text;
    for (size_t i = 0; i < form.size(); i++)
    {
        // A template's own placeholder, and a class's private name.
        const bool plain = form.substr(i).starts_with("${") || form.substr(i).starts_with("#p");
        switch (plain ? '\0' : form[i])
        {
        case '$':
            text += Expression(random, depth);
            break;
        case '#':
            text += Statement(random, depth);
            break;
        case '@':
            text += Pick(vocabulary::kGlobals, random);
            break;
        case '~':
            text += Pick(vocabulary::kMembers, random);
            break;
        case '%':
            text += Pick(kVariables, random);
            break;
        case '&':
            text += own;
            break;
        default:
            text += form[i];
        }
    }
    return text;
}

constexpr int kDepth = 4;

} // namespace

std::string RandomExpression(Random& random)
{
    return Expression(random, kDepth);
}

std::string RandomStatement(Random& random)
{
    return Statement(random, kDepth);
}
