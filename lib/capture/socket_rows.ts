/**
 * Rows of sockets for the way out, whatever form their source has them in.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import type { RowShape } from "../output/row_shape.ts";
import { giveRows, objectSource, type RowSource, type RowTaker } from "../rows/row_source.ts";
import { type NetstatRow, toSocket } from "../tools/netstat/row.ts";
import type { Socket } from "../model/socket.ts";
import type { OwnSocket } from "./saved/saved_rows.ts";
import type { Sockets } from "./snapshot.ts";

/** What a command makes of sockets. */
export interface RowMaker<View> {
  /** The rows' shape, where they come straight from a listing. */
  readonly shape: RowShape<View>;
  /** A row of a listing as a view. */
  readonly view: (row: NetstatRow) => View;
  /** The listing's row that a view shows. */
  readonly shown: (view: View) => NetstatRow;
  /** A socket as an object. */
  readonly object: (socket: Socket) => ObjectRow;
  /** What netwho wrote as an object. */
  readonly readBack: (own: OwnSocket) => ObjectRow;
}

/** The rows of all sockets. A listing alone takes the fast way: its rows never become objects. */
export function socketRows<View>(
  sockets: readonly Sockets[],
  maker: RowMaker<View>,
): RowSource<never> {
  const [first, second] = sockets;
  if (first?.form === "listing" && second === undefined) {
    return {
      shape: maker.shape,
      toObject: (view: View) => maker.object(toSocket(maker.shown(view))),
      read: (taker: RowTaker<View>) =>
        first.read({
          row: (row) => taker.row(maker.view(row)),
          pause: () => taker.pause(),
        }),
    };
  }
  return objectSource(maker.shape.fields, async (taker) => {
    let rows = 0;
    for (const part of sockets) rows += await readPart(part, maker, taker);
    return rows;
  });
}

async function readPart<View>(
  part: Sockets,
  { object, readBack }: RowMaker<View>,
  taker: RowTaker<ObjectRow>,
): Promise<number> {
  switch (part.form) {
    case "listing":
      return await part.read({
        row: (row) => taker.row(object(toSocket(row))),
        pause: () => taker.pause(),
      });
    case "records":
      return await giveRows(part.records, { taker, make: object });
    case "own":
      return await giveRows(part.rows, { taker, make: readBack });
  }
}
