// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Copies;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recipients of a mail portion by portion: what fails for one peer, gateway or refusal fails for no other. Its recipients are
 * kept then and looked up later; where that fails too, they go to the error processor, alone. Not thread-safe.
 */
public final class Portions {
    private static final Logger LOGGER = LoggerFactory.getLogger(Portions.class);
    private static final String REASON = "this server could not hand it over";

    private final Mail mail;
    private final PeerDelivery delivery;
    private final Set<MailAddress> stuck = new LinkedHashSet<>();

    public Portions(Mail mail, PeerDelivery delivery) {
        this.mail = mail;
        this.delivery = delivery;
    }

    /** What is done with a portion. Only all of it can fail, or nothing. */
    @FunctionalInterface
    public interface Step {
        void run() throws MessagingException;
    }

    /** Takes the recipients out of the mail once the step, or what takes its place, is done. */
    public void settle(Collection<MailAddress> recipients, Step step) {
        List<MailAddress> portion = List.copyOf(recipients);
        if (tries(portion, step, "cannot be handed over and is kept")
                || tries(portion, () -> keep(portion), "cannot be kept and goes to the error processor")
                || tries(portion, () -> delivery.bounces().giveUp(mail, portion, REASON), "cannot be put anywhere")) {
            Copies.takeOff(mail, portion);
        } else {
            stuck.addAll(portion);
        }
    }

    /**
     * After all portions.
     *
     * @throws MessagingException not even James's spool takes mail: James does with the mail what it does with all such
     */
    public void throwIfStuck() throws MessagingException {
        if (!stuck.isEmpty()) {
            throw new MessagingException("The mail for " + stuck + " can be put into no queue");
        }
    }

    private void keep(List<MailAddress> portion) throws MessagingException {
        Copies.give(mail, portion, copy -> delivery.keep(copy, REASON));
    }

    private boolean tries(List<MailAddress> portion, Step step, String otherwise) {
        try {
            step.run();
            return true;
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("{} for {} {}", mail.getName(), portion, otherwise, e);
            return false;
        }
    }
}
