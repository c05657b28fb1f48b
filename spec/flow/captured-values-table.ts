import { expect } from 'vitest'
import * as ruby from '../../lib/flow/ruby-values/index.js'

const { rubySymbol: symbol } = ruby

function failed(message: string, id: number, activityId: string, cause: unknown): unknown {
  return {
    failure: ruby.rubyException('AWS::Flow::ActivityTaskFailedException', message, {
      variables: { id, activity_id: activityId, cause, reason: message, details: expect.any(String) },
    }),
  }
}

const noDetails = 'The activity which failed did not provide details'
const tooLong =
  'An Activity cannot send a response with data larger than 32768 characters. Please limit the size of the response. ' +
  'You can look at the Activity Worker logs to see the original response.'

/** Of each captured job: what Ruby showed of its result, and what it is here. */
export const capturedValues: ReadonlyArray<readonly [name: string, inspected: string | undefined, value: unknown]> = [
  ['hello', '"Hello, AWS!"', 'Hello, AWS!'],
  [
    'echo',
    '{:name=>"AWS", :list=>[1, :two, "three"], :nested=>{"k"=>nil}}',
    { name: 'AWS', list: [1, symbol('two'), 'three'], nested: { k: null } },
  ],
  ['echo_plain', '{:name=>"AWS", :list=>[1, :two]}', { name: 'AWS', list: [1, symbol('two')] }],
  [
    'fail',
    '{:failure=>#<TypeError: exception class/object expected>}',
    { failure: ruby.rubyException('TypeError', 'exception class/object expected') },
  ],
  [
    'boom',
    '{:failure=>#<AWS::Flow::ActivityTaskFailedException: boom: because>}',
    failed('boom: because', 40, 'Activity4', ruby.rubyException('RuntimeError', 'boom: because')),
  ],
  [
    'boom_once',
    '{:failure=>#<AWS::Flow::ActivityTaskFailedException: boom: no retry>}',
    failed('boom: no retry', 18, 'Activity2', ruby.rubyException('RuntimeError', 'boom: no retry')),
  ],
  [
    'known_error',
    '{:failure=>#<AWS::Flow::ActivityTaskFailedException: a class the client knows>}',
    failed(
      'a class the client knows',
      18,
      'Activity2',
      ruby.rubyException('LabKnownError', 'a class the client knows', { variables: { code: 42 } }),
    ),
  ],
  ['empty_result', 'nil', null],
  // The client had no such class: Ruby showed nothing.
  ['worker_only_value', undefined, ruby.rubyObject('WorkerOnlyBox', { content: 'secret' })],
  [
    'string_of_40000',
    `{:failure=>#<AWS::Flow::ActivityTaskFailedException: ${tooLong}>}`,
    failed(tooLong, 7, 'Activity1', noDetails),
  ],
  ['int_5', '5', 5],
  ['int_6', '6', 6],
  ['value_true_value', 'true', true],
  ['value_false_value', 'false', false],
  ['value_nil_value', 'nil', null],
  ['value_string', '"plain string"', 'plain string'],
  ['value_empty_string', '""', ''],
  ['value_string_len5', '"abcde"', 'abcde'],
  ['value_string_len10', '"abcdefghij"', 'abcdefghij'],
  ['value_string_like_int', '"12"', '12'],
  ['value_string_like_float', '"1.5"', '1.5'],
  ['value_string_like_true', '"yes"', 'yes'],
  ['value_string_like_symbol', '":sym"', ':sym'],
  ['value_string_like_date', '"2015-01-02"', '2015-01-02'],
  ['value_string_trailing_space', '"trailing  "', 'trailing  '],
  ['value_string_colon', '"a: b # c"', 'a: b # c'],
  ['value_string_tab', String.raw`"tab\there"`, 'tab\there'],
  ['value_multiline', String.raw`"line one\nline two\n"`, 'line one\nline two\n'],
  ['value_multiline_no_end', String.raw`"line one\nline two"`, 'line one\nline two'],
  ['value_unicode', '"héllo 世界 😀"', 'héllo 世界 😀'],
  ['value_binary', String.raw`"\x00\x01\x02\n\x7F\x80\xC8\xFF"`, Uint8Array.of(0, 1, 2, 10, 0x7f, 0x80, 0xc8, 0xff)],
  ['value_symbol', ':sym', symbol('sym')],
  ['value_symbol_len5', ':abcde', symbol('abcde')],
  ['value_integer', '42', 42],
  ['value_integer_5', '5', 5],
  ['value_integer_negative', '-7', -7],
  ['value_integer_2653', '2653', 2653],
  ['value_int64', '9223372036854775807', 9_223_372_036_854_775_807n],
  ['value_float', '3.25', 3.25],
  ['value_float_whole', '10.0', 10],
  ['value_float_exp', '1.0e+20', 1e20],
  ['value_float_inf', 'Infinity', Infinity],
  ['value_float_nan', 'NaN', Number.NaN],
  ['value_rational', '(3/4)', ruby.rubyRational(3, 4)],
  ['value_time_utc', '2015-03-04 05:06:07.5 UTC', ruby.rubyTime(new Date('2015-03-04T05:06:07.5Z'))],
  ['value_date', '#<Date: 2015-03-04 ((2457086j,0s,0n),+0s,2299161j)>', ruby.rubyDate(2015, 3, 4)],
  ['value_array_empty', '[]', []],
  ['value_array_of_5', '[1, 2, 3, 4, 6]', [1, 2, 3, 4, 6]],
  ['value_array_of_hashes', '[{:a=>1, :b=>2}, {"c"=>3}]', [{ a: 1, b: 2 }, { c: 3 }]],
  ['value_hash_empty', '{}', {}],
  ['value_hash_symbol_keys', '{:name=>"AWS", :count=>2}', { name: 'AWS', count: 2 }],
  ['value_hash_string_keys', '{"name"=>"AWS", "count"=>2}', { name: 'AWS', count: 2 }],
  ['value_hash_default', '{:a=>1}', { a: 1 }],
  ['value_range', '1..5', ruby.rubyRange(1, 5)],
  ['value_regexp', '/ab+c/mi', ruby.rubyRegexp('ab+c', 'mi')],
  ['value_struct', '#<struct LabPoint x=1, y="two">', ruby.rubyStruct('LabPoint', { x: 1, y: 'two' })],
  [
    'value_shared_refs',
    '[[1, 2], [1, 2]]',
    [
      [1, 2],
      [1, 2],
    ],
  ],
  ['value_string_subclass', '"anon"', 'anon'],
]
