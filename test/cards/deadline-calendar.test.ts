import assert from 'node:assert/strict';
import { deadlineCalendar } from '../../cards/deadline-calendar.ts';
import { aMove } from '../builders.ts';
import { reader } from './every-card.ts';

const NOW = '2026-11-20T10:00:00Z';

function fileOf(on: string, name = 'Office 365 E3', version = 4): string {
  const params = { name, end: on, provisionBy: on };
  const deadline = {
    id: 'move-1-sub-1-original-end',
    on,
    what: { key: 'reminder.end-provision-grace.title', params },
    about: { key: 'reminder.end-provision-grace', params },
    todo: { key: 'reminder.end-provision-grace.action', params },
  };
  return deadlineCalendar(aMove({ version }), [deadline], reader(), NOW);
}

/** The properties as a calendar reads them: folded lines put together. */
const linesOf = (file: string) => file.replaceAll('\r\n ', '').split('\r\n');

describe('the deadlines of a move in a calendar', () => {
  it('when it is written, then each is a whole day with an alarm the day before', () => {
    const lines = linesOf(fileOf('2026-12-31'));
    for (const line of [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'DTSTART;VALUE=DATE:20261231',
      'DTEND;VALUE=DATE:20270101',
      'TRIGGER:-P1D',
    ])
      assert.ok(lines.includes(line), line);
  });

  it('when the date moves, then the calendar changes what it has and keeps no second one', () => {
    const uid = (file: string) => linesOf(file).find((line) => line.startsWith('UID:'));
    assert.equal(uid(fileOf('2026-12-31')), uid(fileOf('2027-01-31', 'Office 365 E3', 5)));
    assert.ok(linesOf(fileOf('2027-01-31', 'Office 365 E3', 5)).includes('SEQUENCE:5'));
  });

  it('when names are long, of any script or hostile, then no line is too long and nothing breaks out of its property', () => {
    const file = fileOf('2026-12-31', 'Имя, «продукта»; \\ \r\nBEGIN:VEVENT '.repeat(5));
    for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.equal(linesOf(file).filter((line) => line === 'BEGIN:VEVENT').length, 1);
  });
});
