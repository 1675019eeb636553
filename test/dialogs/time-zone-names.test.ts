import assert from 'node:assert/strict';
import { ZONES } from '../../cards/time-zones.ts';
import { zoneMeant } from '../../dialogs/time-zone-names.ts';

describe('a time zone that somebody types', () => {
  for (const [typed, zone] of [
    ['europe/rome', 'Europe/Rome'],
    ['Roma', 'Europe/Rome'],
    ['рим', 'Europe/Rome'],
    ['Mosca', 'Europe/Moscow'],
    ['МОСКВА', 'Europe/Moscow'],
    ['Moscou', 'Europe/Moscow'],
    ['Kiev', 'Europe/Kyiv'],
    ['Киев', 'Europe/Kyiv'],
    ['алматы', 'Asia/Almaty'],
    ['Estambul', 'Europe/Istanbul'],
    ['lisboa', 'Europe/Lisbon'],
    ['buenos aires', 'America/Argentina/Buenos_Aires'],
    ['Bogota', 'America/Bogota'],
    ['Ciudad de México', 'America/Mexico_City'],
    ['sao paulo', 'America/Sao_Paulo'],
    ['Ljubljana', 'Europe/Ljubljana'],
    ['Kathmandu', 'Asia/Kathmandu'],
  ] as const) {
    it(`when it is ${typed}, then it is ${zone}`, () => {
      const found = zoneMeant(typed);
      assert.equal(found, zone);
    });
  }

  for (const typed of [
    '',
    'ro',
    '+02:00',
    'Mars/Olympus',
    'ora',
    'hora de',
    'GMT+3',
    'standard time',
    'x'.repeat(200),
  ]) {
    it(`when it is ${JSON.stringify(typed.slice(0, 20))}, then nothing is guessed`, () => {
      assert.equal(zoneMeant(typed), null);
    });
  }

  it('when any zone of the list is written by its own name, then it is that zone', () => {
    for (const zone of ZONES.keys()) assert.equal(zoneMeant(zone), zone);
  });
});
