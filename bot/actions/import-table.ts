import { z } from 'zod';
import { VERBS } from '../../cards/verbs.ts';
import { importTable as answerImport, sentBy } from '../../dialogs/import-table.ts';
import { textReply } from '../../dialogs/turn.ts';
import { outOfReach } from '../../services/rules/stated-dates.ts';
import { type Action, parse } from './action.ts';

const Answered = z.object({
  table: z.guid(),
  moveId: z.guid().optional(),
  order: z.enum(['day-first', 'month-first']).optional(),
});

/** Goes on with a file that waited for an answer: for which customer it is, how its dates are meant. */
export const importTable: Action = {
  verb: VERBS.importTable,
  async run(services, turn, data) {
    const { table: id, moveId = null, order = null } = parse(Answered, data);
    const table = await services.keptTables.find(id, sentBy(turn));
    if (table === null) return textReply('file.not-kept');
    return answerImport(services, turn, table, {
      id,
      moveId,
      order,
      outOfReach: (which, date) => outOfReach(which, date, turn.reader.today) !== null,
    });
  },
};
