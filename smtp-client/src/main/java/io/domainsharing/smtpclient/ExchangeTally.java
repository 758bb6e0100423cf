// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

/** How much a server has been asked over one connection. Belongs to the event loop of the connection. */
final class ExchangeTally {
    private int exchanges;
    private int refusals;

    void count(SmtpReply reply) {
        exchanges++;
        if (!reply.isPositive()) {
            refusals++;
        }
    }

    int exchanges() {
        return exchanges;
    }

    /** Replies 4xx and 5xx; servers get tired of these first. */
    int refusals() {
        return refusals;
    }
}
