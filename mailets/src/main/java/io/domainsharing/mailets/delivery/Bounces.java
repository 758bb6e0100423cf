// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.message.FrontLines;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.log.Audit;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/**
 * Gives mail back: to the bounce processor, with the attributes that James's RemoteDelivery sets for DSNBounce, or, as a mail
 * with a null sender must not be answered (RFC 5321 section 4.5.5), to the error processor, whose repository keeps it.
 * Thread-safe.
 */
public final class Bounces {

    private final MailetContext context;
    private final String processor;
    private final Clock clock;
    private final DeliveryMetrics metrics;

    public Bounces(MailetContext context, String processor, Clock clock, DeliveryMetrics metrics) {
        this.context = context;
        this.processor = processor;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Returns the mail for these recipients.
     *
     * @throws MessagingException the spool did not take it: nothing has been given back
     */
    public void giveBack(Mail mail, Collection<MailAddress> recipients, Cause cause) throws MessagingException {
        Copies.give(mail, recipients, copy -> {
            MailAttributes.clear(copy);
            FrontLines.takeBack(copy);
            copy.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR, AttributeValue.of(cause.text())));
            copy.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR_CODE, AttributeValue.of(cause.code())));
            copy.setAttribute(new Attribute(
                    Bouncer.IS_DELIVERY_PERMANENT_ERROR, AttributeValue.of(cause.why() != Cause.Why.EXPIRED)));
            copy.setErrorMessage(cause.text());
            copy.setLastUpdated(Date.from(clock.instant()));
            if (copy.hasSender()) {
                context.sendMail(copy, processor);
                Audit.LOG.info(
                        "{} for {} is returned to {}: {}",
                        mail.getName(),
                        Audit.of(recipients),
                        Escaped.of(copy.getMaybeSender().asString()),
                        cause.text());
            } else {
                context.sendMail(copy, Mail.ERROR);
                Audit.LOG.warn(
                        "{} for {} has no sender to return it to and goes to the error processor: {}",
                        mail.getName(),
                        Audit.of(recipients),
                        cause.text());
            }
        });
        metrics.returned(cause.why(), recipients.size());
    }

    /** The error processor keeps them, whoever the sender is, and tells him if there is one. */
    void giveUp(Mail mail, Collection<MailAddress> recipients, String reason) throws MessagingException {
        Copies.give(mail, recipients, copy -> {
            MailAttributes.clear(copy);
            copy.setErrorMessage(reason);
            context.sendMail(copy, Mail.ERROR);
        });
        Audit.LOG.warn("{} for {} goes to the error processor: {}", mail.getName(), Audit.of(recipients), reason);
    }
}
