/** Words people build passwords of, longest first. Each alone or two together with digits and signs is refused. */
export const STEMS: readonly string[] = `
password passwort cyfrinair passw0rd pass word welcome welcom croeso letmein changeme change secret login logon signin
admin administrator root user guest temp temporary default testing test demo example sample qwertyuiop qwertyui qwerty
qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qazwsx wsxedc qweasd 1qaz2wsx 1q2w3e4r q1w2e3r4 poiuyt lkjhgf mnbvcx
abcdefghijkl abcdefgh abcdef abcd 123456789 12345678 1234567 123456 12345 1234 987654321 87654321 654321 54321 4321
january february march april june july august september october november december ionawr chwefror mawrth ebrill
mehefin gorffennaf awst medi hydref tachwedd rhagfyr monday tuesday wednesday thursday friday saturday sunday
spring summer autumn winter gwanwyn haf hydref gaeaf today tomorrow yesterday
england britain united kingdom london cymru wales scotland ireland caerdydd cardiff manchester liverpool newcastle
birmingham arsenal chelsea everton tottenham villa rangers celtic united city rovers wanderers sunderland
council councils gov govuk local government authority officer office work working staff team services service
moothall community communities department corporate public county district borough parish unitary cyngor
monkey dragon princess sunshine football baseball superman batman spiderman starwars pokemon shadow master killer
michael jennifer jessica charlie thomas george daniel joshua andrew matthew robert jordan ashley nicole hannah sophie
michelle samantha william david james harry oliver jack chris alex bailey buster tigger poppy molly daisy
chocolate cookie banana orange purple yellow silver golden flower butterfly angel babygirl lovely iloveyou loveyou
forever freedom trustno1 whatever nothing something anything computer internet keyboard laptop windows microsoft outlook
google apple iphone android samsung facebook linkedin twitter office365 teams
happy birthday christmas nadolig easter holiday monday morning coffee summer
security secure private access system network server manager support helpdesk please thanks
liverpoolfc manutd mancity leeds wolves tigers lions eagles hornets cricket rugby golf tennis
mother father mummy daddy family sister brother friend friends
january2026 forgot forgotten remember new old mine yours my your the and
`
  .trim()
  .split(/\s+/)
  .filter((word, i, all) => all.indexOf(word) === i)
  .sort((a, b) => b.length - a.length);
