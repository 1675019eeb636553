import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';
import { AppError } from '../../services/errors.ts';
import { caseless, checkedReply } from '../../services/identity/checked-reply.ts';

const Customer = caseless({ id: z.string(), companyProfile: caseless({ companyName: z.string().nullish() }) });

describe('a checked reply', () => {
  it('when the names come in another case, then they are found', () => {
    const read = checkedReply(Customer, { Id: '1', COMPANYPROFILE: { CompanyName: 'Contoso' } }, 'test');
    assert.deepEqual([read.id, read.companyProfile.companyName], ['1', 'Contoso']);
  });

  it('when a field is wrong, then the hint names the field and not its value', () => {
    assert.throws(
      () => checkedReply(Customer, { id: 'jane@contoso.example', companyProfile: { companyName: 4711 } }, 'test'),
      (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'microsoft.unexpected-reply');
        assert.match(error.hint, /companyProfile\.companyName/);
        assert.doesNotMatch(error.hint, /4711|jane/);
        return true;
      },
    );
  });

  it('when the reply is anything at all, then it either fits or ends in our own error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        try {
          checkedReply(Customer, body, 'test');
        } catch (error) {
          assert.ok(error instanceof AppError);
        }
      }),
    );
  });
});
