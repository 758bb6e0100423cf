// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.mailets.delivery.Bounces;
import io.domainsharing.mailets.delivery.DeliveryMetrics;
import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Cause.Why;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.transport.MxPrecedence;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.time.Clock;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.transport.mailets.RemoteDelivery;
import org.apache.mailet.Mail;

/**
 * James's RemoteDelivery, with all its parameters, that knows its own place among a domain's MX hosts (R4): see {@link
 * MxPrecedence}. With {@code gateway} it goes where RemoteDelivery ever went. It stands in RemoteDelivery's place:
 *
 * <pre><code>
 * &lt;mailet match="All" class="io.domainsharing.mailets.DeliverByMx"&gt;
 *     &lt;outgoing&gt;outgoing&lt;/outgoing&gt;
 *     &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>What no command can carry is returned and not delivered: see {@link SendableRecipients}. RemoteDelivery's javax.mail writes
 * the low byte of each character, so that letters of an address become the end of a command and another command
 * (CVE-2025-7962).
 */
public class DeliverByMx extends RemoteDelivery {
    private static final String BOUNCE_PROCESSOR = "bounceProcessor";

    private final QueuedAddresses queued;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    @Inject
    public DeliverByMx(
            MxPrecedence dns,
            DomainList domainList,
            MailQueueFactory<?> queues,
            QueuedAddresses queued,
            MetricFactory james,
            DeliveryMetrics metrics,
            Clock clock) {
        super(dns, domainList, queues, james);
        this.queued = queued;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        new SendableRecipients(getMailetContext(), queued, recipient -> false)
                .keepIn(mail, (recipients, cause) -> giveBack(mail, recipients, cause));
        super.service(mail);
    }

    private void giveBack(Mail mail, List<MailAddress> recipients, Cause cause) throws MessagingException {
        String processor = getInitParameter(BOUNCE_PROCESSOR);
        if (processor != null || !mail.hasSender()) {
            new Bounces(getMailetContext(), String.valueOf(processor), clock, metrics)
                    .giveBack(mail, recipients, cause);
            return;
        }
        // As RemoteDelivery does without that parameter.
        Copies.give(mail, recipients, copy -> getMailetContext().bounce(copy, cause.text()));
        Audit.LOG.info(
                "{} for {} is returned to {}: {}",
                mail.getName(),
                Audit.of(recipients),
                Escaped.of(mail.getMaybeSender().asString()),
                cause.text());
        metrics.returned(Why.REFUSED, recipients.size());
    }
}
