import type { HistoryEntry, Move } from '../../services/moves/move.ts';
import type { MoveStore } from '../../services/store/move-store.ts';

/** Moves in memory, for tests of what is done with them: the same answers as the real store, nothing else. */
export class MemoryStore {
  readonly #moves = new Map<string, Move>();
  readonly history: HistoryEntry[] = [];

  constructor(...moves: readonly Move[]) {
    for (const move of moves) this.#moves.set(move.id, move);
  }

  /** The part of the store that a change of a move needs. */
  get store(): MoveStore {
    const part: Pick<MoveStore, 'load' | 'lastChange' | 'save' | 'watch'> = {
      load: async (id) => this.#moves.get(id) ?? null,
      lastChange: async () => null,
      save: async (move, expected, entry) => {
        if (this.#moves.get(move.id)?.version !== expected) return 'conflict';
        this.#moves.set(move.id, move);
        this.history.push(entry);
        return 'saved';
      },
      watch: async () => {},
    };
    // Nothing else of it is used by the service for a move that exists.
    return part as MoveStore;
  }

  move(id: string): Move {
    const move = this.#moves.get(id);
    if (move === undefined) throw new Error(`no move ${id}`);
    return move;
  }
}
