// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.smtp.message.FrontLines;
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
final class Bounces {

    private final MailetContext context;
    private final String processor;
    private final Clock clock;
    private final DeliveryMetrics metrics;

    Bounces(MailetContext context, String processor, Clock clock, DeliveryMetrics metrics) {
        this.context = context;
        this.processor = processor;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Why mail comes back.
     *
     * @param text on one line, starting with an SMTP code or a status of RFC 3463: DSNBounce makes it the status
     * @param code an SMTP code, also where no server said one
     */
    record Cause(String text, int code, Why why) {
        Cause {
            text = Reply.oneLine(text);
        }

        /** RFC 3463: 4.4.7, delivery time expired. */
        static Cause expired(String text) {
            return new Cause("4.4.7 Delivery time expired" + text, 451, Why.EXPIRED);
        }

        /** RFC 3463: 5.4.6, routing loop detected. */
        static Cause loop(String text) {
            return new Cause("5.4.6 " + text, 554, Why.LOOP);
        }

        /** A server said that trying again is useless. */
        static Cause refused(String text, int code) {
            return new Cause(text, code, Why.REFUSED);
        }
    }

    /** The kinds of causes, each of which is counted. */
    enum Why {
        REFUSED,
        EXPIRED,
        LOOP
    }

    /** @throws MessagingException the spool did not take it: nothing has been given back */
    void giveBack(Mail mail, Collection<MailAddress> recipients, Cause cause) throws MessagingException {
        Copies.give(mail, recipients, copy -> {
            MailAttributes.clear(copy);
            FrontLines.takeBack(copy);
            copy.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR, AttributeValue.of(cause.text())));
            copy.setAttribute(new Attribute(Bouncer.DELIVERY_ERROR_CODE, AttributeValue.of(cause.code())));
            copy.setAttribute(
                    new Attribute(Bouncer.IS_DELIVERY_PERMANENT_ERROR, AttributeValue.of(cause.why() != Why.EXPIRED)));
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
