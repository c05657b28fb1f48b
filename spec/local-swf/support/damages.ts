/** What may happen to a token on its way. */
export const damages: readonly (readonly [damage: string, damaged: (token: string) => string])[] = [
  ['with more at its end', (token) => `${token}AA`],
  ['with characters at its end that no token has', (token) => `${token}!!`],
  ['without its last character', (token) => token.slice(0, -1)],
  ['without its first character', (token) => token.slice(1)],
  [
    'in standard base64',
    (token) =>
      Buffer.from(token, 'base64url')
        .toString('base64')
        .padEnd(token.length + 1, '='),
  ],
]
