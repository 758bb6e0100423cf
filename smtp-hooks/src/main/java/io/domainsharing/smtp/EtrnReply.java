// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.List;
import java.util.OptionalLong;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;

/** What ETRN is answered (RFC 1985 section 5), with the status codes that ENHANCEDSTATUSCODES promises. */
final class EtrnReply {
    /** All codes that are answered where there is anybody who may ask. */
    static final String[] CODES = {
        "250", "251", "252", "253", "458", "459", SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, SMTPRetCode.BAD_SEQUENCE
    };

    static final Response SYNTAX =
            reply(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, "5.5.4 Syntax: ETRN example.com or ETRN @example.com");
    static final Response EHLO_FIRST = reply(SMTPRetCode.BAD_SEQUENCE, "5.5.1 Send EHLO first");
    static final Response LOG_IN_FIRST = reply(SMTPRetCode.BAD_SEQUENCE, "5.5.1 Log in first");
    static final Response NOT_WITHIN_MAIL = reply(SMTPRetCode.BAD_SEQUENCE, "5.5.1 Not within a mail transaction");
    /** Queues have no names here that a client could know. */
    static final Response NO_NAMED_QUEUES = notAllowed("A queue");

    private EtrnReply() {}

    /** The same whether or not the node is a gateway's. */
    static Response notAllowed(EtrnNode node) {
        return notAllowed("Node " + node.name());
    }

    static Response unable(EtrnNode node) {
        return reply("458", "4.3.0 Unable to queue messages for node " + node.name());
    }

    /** @param counts of each gateway's mail; empty where it is not known (yet) */
    static Response started(EtrnNode node, List<OptionalLong> counts) {
        long known = counts.stream().mapToLong(count -> count.orElse(0)).sum();
        boolean isAll = counts.stream().allMatch(OptionalLong::isPresent);
        if (isAll) {
            return known == 0
                    ? reply("251", "2.0.0 OK, no messages waiting for node " + node.name())
                    : reply("253", "2.0.0 OK, " + known + " pending messages for node " + node.name() + " started");
        }
        return known == 0
                ? reply("250", "2.0.0 OK, queuing for node " + node.name() + " started")
                : reply("252", "2.0.0 OK, pending messages for node " + node.name() + " started");
    }

    private static Response notAllowed(String what) {
        return reply("459", "4.7.1 " + what + " not allowed for you");
    }

    private static Response reply(String code, String text) {
        return new SMTPResponse(code, text).immutable();
    }
}
