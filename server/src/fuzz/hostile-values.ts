// What nobody should send: wrong types, huge, deep, invisible, and what other programs stumble over.
import fc from "fast-check"

const words = [
  ...[
    "",
    " ",
    "\0",
    "null",
    "undefined",
    "NaN",
    "true",
    "-1",
    "0",
    "1e400",
    "1.005",
    "0x10",
    "[object Object]",
  ],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "length", "$where"],
  ...[
    "' or '1'='1",
    '"; drop table calls; --',
    "$(id)",
    "`id`",
    "{{7*7}}",
    "%n%s%x",
    "../../../../etc/passwd",
  ],
  ...["<script>alert(1)</script>", "\r\nSet-Cookie: a=b", "javascript:alert(1)", "http://169.254.169.254/"],
  ...[
    "%",
    "%zz",
    "%00",
    "%c0%ae%c0%ae",
    "%ed%a0%80",
    "\ud800",
    "\udc00\ud800",
    "\u202e\u2066",
    "\ufeff",
    "\uffff",
  ],
  ...[
    "e\u0301".repeat(40),
    "👩‍👩‍👧‍👦".repeat(20),
    "ﷺ",
    "İ",
    "ß",
    "٤٢٤٢",
    "+15550001001",
    "4242 4242 4242 4242",
  ],
  ...["2026-02-30", "+275760-09-13T00:00:00.001Z", "Infinity", "9".repeat(400), "9007199254740993", "-0"],
]

/** Whatever a program may write where it should write a word. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 20_000).map((length) => "x".repeat(length)) },
)

/** A word that usually makes sense, so that more than the first check is reached. */
export const mostly = <T>(sensible: readonly [T, ...T[]], odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...sensible) }, { weight: 2, arbitrary: odd })

const nested = (open: string, close: string) => (depth: number) => open.repeat(depth) + close.repeat(depth)
const depths = fc.constantFrom(10, 100, 1_000, 5_000)

/** Any value that JSON can hold. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 53, 1e308, [], {}, [[]], [null]),
  },
  { weight: 2, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 1_000).map((depth) => JSON.parse(nested("[", "]")(depth))) },
)

/** Not `String`: an object may bring a `toString` that is none. */
export const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

/** An object with these keys, as far as they come, and others. */
export const fields = (names: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, text), anything, { maxKeys: 6 })

/** A body that says it is JSON, and need not be. */
export const json = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fields(names).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: anything.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: depths.map(nested('{"a":[', "]}")) },
    { weight: 1, arbitrary: depths.map(nested("[", "")) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{"__proto__":{"role":"admin"}}',
        '{"constructor":{"prototype":{"role":"admin"}}}',
        '{"role":"admin","role":"agent"}',
        '{"a":1',
        "",
        "\ufeff{}",
        `{"email":"${"x".repeat(70_000)}"}`,
      ),
    },
    { weight: 1, arbitrary: text },
  )

/** Safe to stand in a path or a query, and still hostile once it is decoded; now and then not decodable. */
export const encoded: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: text.map((one) => encodeURIComponent(one.toWellFormed()).slice(0, 6_000)) },
  { weight: 1, arbitrary: fc.constantFrom("%", "%zz", "%c0%ae", "%ed%a0%80", "..", ".", "//", ";a=b", "*") },
)
