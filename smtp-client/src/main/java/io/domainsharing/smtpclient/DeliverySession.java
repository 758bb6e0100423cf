// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.Envelope.Recipient;
import io.domainsharing.smtpclient.RecipientResult.NotSendable;
import io.domainsharing.smtpclient.RecipientResult.Unanswered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A session that takes messages, one after the other. Used by one thread, which waits for every reply.
 *
 * <p>What a server cannot take by its own announcement it is not asked for: the word about it is ours.
 */
final class DeliverySession implements AutoCloseable {
    private static final SmtpReply NO_UTF8 =
            new SmtpReply(553, List.of("5.6.7 The address needs SMTPUTF8 (RFC 6531), which the server does not offer"));

    private final Dialogue dialogue;

    DeliverySession(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /**
     * Logs in where the server offers AUTH (RFC 4954).
     *
     * @param tlsWanted the password must not go in clear
     */
    void authenticate(Credentials credentials, boolean tlsWanted) throws SessionLost {
        List<String> offered = dialogue.extensions().wordsOf("AUTH");
        String mechanism = credentials.mechanisms().stream()
                .filter(offered::contains)
                .findFirst()
                .orElse("");
        if (mechanism.isEmpty()) {
            return;
        }
        if (tlsWanted && !dialogue.isSecured()) {
            throw refused(dialogue.server() + " wants a password, and speaks no TLS to send it by", null);
        }
        SmtpReply reply;
        if (mechanism.equals("PLAIN")) {
            String words = '\0' + credentials.user() + '\0' + credentials.password();
            reply = dialogue.saySecretly(Stage.AUTH, "AUTH PLAIN " + base64(words));
        } else {
            reply = dialogue.say(Stage.AUTH, "AUTH LOGIN");
            if (reply.code() == 334) {
                reply = dialogue.saySecretly(Stage.AUTH, base64(credentials.user()));
            }
            if (reply.code() == 334) {
                reply = dialogue.saySecretly(Stage.AUTH, base64(credentials.password()));
            }
        }
        if (!reply.isPositive()) {
            throw refused(dialogue.server() + " refused the login of " + credentials.user() + ": " + reply, reply);
        }
    }

    /** What came of each recipient; none is missing. */
    Map<Recipient, RecipientResult> deliver(Envelope envelope, Content original) {
        Map<Recipient, RecipientResult> results = new LinkedHashMap<>();
        try {
            Content content = fitting(original);
            List<Recipient> left = sendable(envelope, content, results);
            while (!left.isEmpty()) {
                boolean utf8 = WirePath.of(envelope.sender()).utf8()
                        || left.stream().anyMatch(recipient -> WirePath.of(recipient.address())
                                .utf8());
                MailCommands commands = new MailCommands(envelope, dialogue.extensions(), content.facts(), utf8);
                left = new Transaction(dialogue, commands, content, left, results).run();
            }
        } catch (SessionLost lost) {
            envelope.recipients().forEach(recipient -> results.putIfAbsent(recipient, lost.resultAt(lost.stage())));
        } catch (IOException e) {
            Unanswered unread = new Unanswered(Stage.DATA, "the message cannot be read here: " + e);
            envelope.recipients().forEach(recipient -> results.putIfAbsent(recipient, unread));
        }
        return results;
    }

    /** RFC 6152 section 3: what is 8 bit does not go to a server that does not offer to take it. */
    private Content fitting(Content content) throws IOException {
        return content.facts().eightBitBody() && !dialogue.extensions().has("8BITMIME")
                ? content.inSevenBit()
                : content;
    }

    private List<Recipient> sendable(Envelope envelope, Content content, Map<Recipient, RecipientResult> results)
            throws IOException {
        OptionalLong limit = dialogue.extensions().limit();
        long octets = content.facts().octets();
        boolean isTooLarge = limit.isPresent() && octets > limit.getAsLong();
        boolean noUtf8 = !dialogue.extensions().has("SMTPUTF8");
        List<Recipient> sendable = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            if (isTooLarge) {
                results.put(recipient, new NotSendable(tooLarge(octets, limit.getAsLong())));
            } else if (noUtf8
                    && (WirePath.of(envelope.sender()).utf8()
                            || WirePath.of(recipient.address()).utf8())) {
                results.put(recipient, new NotSendable(NO_UTF8));
            } else {
                sendable.add(recipient);
            }
        }
        return sendable;
    }

    private static SmtpReply tooLarge(long octets, long limit) {
        return new SmtpReply(
                552,
                List.of("5.3.4 The message has " + octets + " octets, and the server announces a limit of " + limit));
    }

    /** QUIT, without waiting for it. */
    @Override
    public void close() {
        dialogue.quit();
    }

    private static SessionLost refused(String detail, @Nullable SmtpReply reply) {
        return new SessionLost(Stage.AUTH, new ConnectionEnd(SmtpOutcome.Reason.REFUSED, detail, reply, false));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
