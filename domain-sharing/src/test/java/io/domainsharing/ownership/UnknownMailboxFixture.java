// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.List;

/** Asks what a line of a server means. */
abstract class UnknownMailboxFixture {
    static final List<ReplyBeginning> NONE = List.of();

    static boolean isSaidBy(String reply) {
        return UnknownMailbox.isSaidBy(code(reply), reply.replace("\\n", "\n"), NONE);
    }

    static boolean isSaidToVrfy(String reply) {
        return UnknownMailbox.isSaidToVrfy(code(reply), reply.replace("\\n", "\n"), NONE);
    }

    static int code(String reply) {
        return Integer.parseInt(reply.substring(0, 3));
    }
}
