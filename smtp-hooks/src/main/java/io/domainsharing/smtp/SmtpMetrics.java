// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.hook.HookResult;

/**
 * Every metric of this room, with its name: what was answered to commands that Domain Sharing decides, by reply code. To MAIL
 * and RCPT 250 is our own word; a hook after ours may still refuse. Each answer costs one addition to a counter and no look at
 * the clock. One for all listeners; thread-safe.
 */
@Singleton
public final class SmtpMetrics {
    static final String REPLIES = OwnershipMetrics.PREFIX + "smtp_replies_total";
    static final String VRFY_RATE_LIMITED = OwnershipMetrics.PREFIX + "vrfy_rate_limited_total";

    private final Decided rcpt;
    private final Decided mail;
    private final Counter.Child tooLarge;
    private final Map<String, Counter.Child> vrfy;
    private final Counter vrfyRateLimited;
    private final Map<String, Counter.Child> etrn;

    @Inject
    public SmtpMetrics(CollectorRegistry registry) {
        Counters counters = new Counters(registry);
        Counter replies = counters.of(
                REPLIES, "Replies to SMTP commands that Domain Sharing decides, by reply code.", "command", "code");
        rcpt = new Decided(replies, "rcpt");
        tooLarge = replies.labels("rcpt", "552");
        mail = new Decided(replies, "mail");
        vrfy = Counters.each(replies, "vrfy", VrfyReply.CODES);
        vrfyRateLimited = counters.of(VRFY_RATE_LIMITED, "VRFY of somebody who asked too often, among the 450.");
        etrn = Counters.each(replies, "etrn", EtrnReply.CODES);
    }

    /** Counts it, and returns it. */
    HookResult rcpt(HookResult result) {
        return rcpt.count(result);
    }

    /** Counts a recipient whose server would not take a message of that size, and returns it. */
    HookResult tooLarge(HookResult result) {
        tooLarge.inc();
        return result;
    }

    /** Counts it, and returns it. */
    HookResult mail(HookResult result) {
        return mail.count(result);
    }

    /** Counts it, and returns it. */
    Response vrfy(Response reply) {
        return count(vrfy, reply);
    }

    void vrfyRateLimited() {
        vrfyRateLimited.inc();
    }

    /** Counts it, and returns it. */
    Response etrn(Response reply) {
        return count(etrn, reply);
    }

    private static Response count(Map<String, Counter.Child> byCode, Response reply) {
        Counter.Child counter = byCode.get(reply.getRetCode());
        if (counter != null) {
            counter.inc();
        }
        return reply;
    }

    /** The three codes that hooks of ours decide on. */
    private static final class Decided {
        private final Counter.Child accepted;
        private final Counter.Child deferred;
        private final Counter.Child refused;

        Decided(Counter replies, String command) {
            accepted = replies.labels(command, "250");
            deferred = replies.labels(command, "451");
            refused = replies.labels(command, "550");
        }

        HookResult count(HookResult result) {
            switch (result.getResult().getAction()) {
                case DENY -> refused.inc();
                case DENYSOFT -> deferred.inc();
                default -> accepted.inc();
            }
            return result;
        }
    }
}
