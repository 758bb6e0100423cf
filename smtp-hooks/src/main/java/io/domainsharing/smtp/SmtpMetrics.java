// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.domainsharing.ownership.metric.Counters;
import io.domainsharing.ownership.metric.OwnershipMetrics;
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
    static final String RCPT = OwnershipMetrics.PREFIX + "rcpt.replied.";
    static final String MAIL = OwnershipMetrics.PREFIX + "mail.replied.";
    static final String VRFY = OwnershipMetrics.PREFIX + "vrfy.replied.";
    static final String VRFY_RATE_LIMITED = OwnershipMetrics.PREFIX + "vrfy.rateLimited";
    static final String ETRN = OwnershipMetrics.PREFIX + "etrn.replied.";

    private final Decided rcpt;
    private final Decided mail;
    private final Map<String, Meter> vrfy;
    private final Meter vrfyRateLimited;
    private final Map<String, Meter> etrn;

    @Inject
    public SmtpMetrics(MetricRegistry registry) {
        Counters counters = new Counters(registry);
        rcpt = new Decided(counters, RCPT);
        mail = new Decided(counters, MAIL);
        vrfy = counters.each(VRFY, VrfyReply.CODES);
        vrfyRateLimited = counters.of(VRFY_RATE_LIMITED);
        etrn = counters.each(ETRN, EtrnReply.CODES);
    }

    /** Counts it, and returns it. */
    HookResult rcpt(HookResult result) {
        return rcpt.count(result);
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
        vrfyRateLimited.mark();
    }

    /** Counts it, and returns it. */
    Response etrn(Response reply) {
        return count(etrn, reply);
    }

    private static Response count(Map<String, Meter> byCode, Response reply) {
        Meter counter = byCode.get(reply.getRetCode());
        if (counter != null) {
            counter.mark();
        }
        return reply;
    }

    /** The three codes that hooks of ours decide on. */
    private static final class Decided {
        private final Meter accepted;
        private final Meter deferred;
        private final Meter refused;

        Decided(Counters counters, String prefix) {
            accepted = counters.of(prefix + "250");
            deferred = counters.of(prefix + "451");
            refused = counters.of(prefix + "550");
        }

        HookResult count(HookResult result) {
            switch (result.getResult().getAction()) {
                case DENY -> refused.mark();
                case DENYSOFT -> deferred.mark();
                default -> accepted.mark();
            }
            return result;
        }
    }
}
