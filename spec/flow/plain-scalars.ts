import * as fc from 'fast-check'

/** Unquoted scalars at the edges of Psych's rules. */
export const awkwardScalars: readonly string[] = [
  '|~|null|Null|NULL|nul|y|n|Y|yes|YES|yEs|no|true|False|on|OFF|off ',
  '0|-0|+0|00|012|-012|08|0_|0,|0o7|0b101|-0b1_0|0b|0b2|0x1f|-0XFF|+0xFF|0xFFFFFFFFFFFFFFFFFF|07777777777777777777777777',
  '1_000|1,000|1__0|1_|+1|-1|--1|9007199254740993',
  '1.|.5|-.5|+.5|.|+.|-.|1.5|1.5e3|1.5e+3|1.5E-3|1e3|1e+3|.e+5|1.e+5|1_0.5_0|1,0.5|01.5|1.5.|1..2',
  '.inf|-.INF|+.Inf|.nan|.NaN|-.nan|1.0|-0.0|100000000000000000000.0',
  '1:30|-1:30|+1:30|1:2:3|1:60|1:2:3:4|1_0:30|1:30.5|190:20:30.15|01:30|99999999999999999999:30',
  `:a|:|::|::a|:"a b"|:'a'|:"a" b|:":a"|:a b|: a|:1|:""|:"`,
  '2015-03-04|2015-3-4|2015-02-29|2015-02-30|2016-02-29|1500-02-29|1582-10-04|1582-10-10|1582-10-15',
  '0000-01-01|2015-00-01|2015-13-01|12345-01-01|-0001-01-01|2015-03-04 |2015-1-32',
  '2015-03-04 05:06:07|2015-03-04T05:06:07Z|2015-03-04t05:06:07.5+01:00|2015-03-04 05:06:07.123456789 -05:30',
  '2015-03-04 5:06:07 Z|2015-03-04 05:06:07.  Z|2015-3-4 05:06:07 +5|2015-03-04 05:06:07 +0530|2015-02-30 01:02:03 Z',
  '2015-03-04 24:00:00 Z|2015-03-04 24:00:01 Z|2015-03-04 24:00:00.5 Z|2015-03-04 25:00:00 Z|2015-03-04 23:59:60 Z|2015-03-04 23:60:00 Z',
  '2015-03-04 05:06:07 +24:00|2015-03-04 05:06:07 +23:59|2015-03-04 05:06:07 -123|2015-13-01 00:00:00 Z',
  '0000-01-01 00:00:00 Z|-0001-01-01 00:00:00 Z|0099-12-31 23:59:59 Z|2015-03-04 05:06|2015-03-04  05:06:07   Z',
  '<<|=|-|?5|-a|+a|_1|1a|1 000|é1|5 apples|$ruby|__proto__|constructor',
].flatMap((line) => line.split('|'))

const digits = fc.string({ unit: fc.constantFrom('0', '1', '2', '5', '9'), minLength: 1, maxLength: 4 })
const number = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.constantFrom('', '0', '0x', '0b', '.'),
    digits,
    fc.constantFrom('', '.', ':', '_', ',', 'e+'),
  )
  .map((parts) => parts.join(''))
/** Offsets less than an hour west are left out: Psych reads what it writes for them as east. */
const zone = fc.constantFrom('', 'Z', ' Z', '+01:00', ' -05:30', '+5', '+0530', '-23:59', '+24:00', ' +00:00')
const part = fc.integer({ min: 0, max: 65 }).map((value) => String(value).padStart(2, '0'))
const date = fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
const day = date.map(
  ([year, month, dayOfMonth]) => `${String(year).padStart(4, '0')}-${month}-${String(dayOfMonth).padStart(2, '0')}`,
)
const time = fc.tuple(day, fc.constantFrom(' ', 'T'), part, part, part, fc.constantFrom('', '.', '.5', '.000000001'), zone)

/** Texts that look like numbers, times and words, and often are none. */
export const scalarText = fc.oneof(
  fc
    .string({ unit: fc.constantFrom(...'0123456789.-+:_,eExXbinfatTZ ~"\''.split('')), maxLength: 8 })
    .filter((text) => !/^\s|\s$/.test(text)),
  fc.tuple(number, fc.oneof(number, fc.constant(''))).map((parts) => parts.join('')),
  fc.tuple(number, number, number).map((parts) => parts.join(':')),
  day,
  time.map(
    ([at, separator, hour, minute, second, fraction, where]) => `${at}${separator}${hour}:${minute}:${second}${fraction}${where}`,
  ),
)
