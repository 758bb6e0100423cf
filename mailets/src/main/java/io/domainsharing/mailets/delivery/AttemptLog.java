// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.transport.Attempt;
import io.domainsharing.mailets.transport.HandoverTarget;
import io.domainsharing.network.Escaped;
import io.domainsharing.network.InWords;
import io.domainsharing.ownership.log.Audit;
import java.time.Duration;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of one try: to the audit, to the log, and to the sender. */
final class AttemptLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(DestinationQueue.class);
    private static final int LONGEST_SHOWN = 2_000;

    private AttemptLog() {}

    /** Tells the audit who has it now. */
    static void tell(Mail mail, HandoverTarget target, Attempt attempt, Duration age) {
        if (!attempt.delivered().isEmpty()) {
            Audit.LOG.info(
                    "{} for {} is with {} (way {}, {} ms)",
                    mail.getName(),
                    Audit.of(attempt.delivered()),
                    target.peer(),
                    MailAttributes.way(mail),
                    age.toMillis());
        }
        if (!attempt.relayed().isEmpty()) {
            Audit.LOG.info(
                    "{} for {} is with the smart host {} instead of {} (way {}, {} ms)",
                    mail.getName(),
                    Audit.of(attempt.relayed()),
                    target.smartHost(),
                    target.peer(),
                    MailAttributes.way(mail),
                    age.toMillis());
        }
    }

    static void waits(
            Mail mail, HandoverTarget target, Attempt attempt, Map<MailAddress, String> pending, Duration wait) {
        String shown = Escaped.of(pending.toString(), LONGEST_SHOWN);
        if (attempt.isTried()) {
            LOGGER.info("{} waits {} for {}: {}", mail.getName(), InWords.duration(wait), target.peer(), shown);
        } else {
            // With a dead host this may be each of ten thousand mails; what is wrong has been said.
            LOGGER.debug(
                    "{} waits {} for {}, untried: {}", mail.getName(), InWords.duration(wait), target.peer(), shown);
        }
    }

    /** The sender is told the name of the peer: which hosts and ports it has is no business of his. */
    static String withoutHosts(String reason, HandoverTarget target) {
        String text = reason;
        for (HostAndPort host : target.hosts()) {
            text = text.replace(host.toString(), target.peer().value());
        }
        HostAndPort smartHost = target.smartHost();
        return smartHost == null ? text : text.replace(" " + smartHost, "");
    }
}
