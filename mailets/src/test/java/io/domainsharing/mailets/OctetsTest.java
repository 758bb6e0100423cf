// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.arriving;
import static io.domainsharing.mailets.delivery.Mails.octets;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.trace.Copies;
import io.domainsharing.message.FieldRemoval;
import io.domainsharing.message.FrontLines;
import io.domainsharing.message.OriginalHead;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailHeaders;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** The octets of a message through everything that it meets between two servers, but for the wire. */
@Tag("H1")
class OctetsTest {
    private static final String FIELD = "X-Domain-Sharing: node=paris; peer=tokyo; hop=1";
    private static final int ROUNDS = 200;

    /** Where a mail waits. What James's queues make of a message, they make of it here. */
    enum Store {
        /** James's own, as the memory server has it. */
        MEMORY {
            @Override
            Mail stored(Mail mail) throws Exception {
                MemoryMailQueueFactory queues = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory());
                MailQueue queue = queues.createQueue(MailQueueName.of("test"));
                queue.enQueue(mail);
                return Flux.from(queue.deQueue()).blockFirst().getMail();
            }
        },
        /** The queues of ActiveMQ: MimeMessage.writeTo into the message of the broker. */
        BROKER {
            @Override
            Mail stored(Mail mail) throws Exception {
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                mail.getMessage().writeTo(written);
                return restored(mail, written.toByteArray());
            }
        },
        /** MimeMessageStore, which the queues of RabbitMQ and Pulsar use: the header as JavaMail reads it, and the body. */
        BLOBS {
            @Override
            Mail stored(Mail mail) throws Exception {
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                try (MimeMessageInputStream octets = new MimeMessageInputStream(mail.getMessage())) {
                    written.write(new MailHeaders(octets).toByteArray());
                    octets.transferTo(written);
                }
                return restored(mail, written.toByteArray());
            }
        };

        abstract Mail stored(Mail mail) throws Exception;

        private static Mail restored(Mail mail, byte[] octets) throws MessagingException {
            MailImpl restored = MailImpl.duplicateWithoutMessage(mail).build();
            restored.setMessageNoCopy((org.apache.james.server.core.MimeMessageWrapper)
                    arriving(new String(octets, ISO_8859_1), "a@example.com", "b@example.com")
                            .getMessage());
            return restored;
        }
    }

    @ParameterizedTest
    @EnumSource
    void octetsShouldPassEveryStoreBehindOurLines(Store store) throws Exception {
        Random random = new Random(20261130);
        for (int round = 0; round < ROUNDS; round++) {
            String octets = message(random);
            Mail mail = arriving(octets, "a@example.com", "b@example.com");
            OriginalHead.keep(mail);
            Mail spooled = store.stored(mail);
            Mail[] queued = new Mail[1];
            Copies.give(spooled, spooled.getRecipients(), copy -> {
                FrontLines.prepend(copy, List.of(FIELD));
                assertThat(octets(copy)).isEqualTo(FIELD + "\r\n" + octets);
                queued[0] = uncheckedStored(store, copy);
            });

            OriginalHead.restore(queued[0]);
            assertThat(octets(queued[0])).as(octets).isEqualTo(FIELD + "\r\n" + octets);
            assertThat(queued[0].getMessageSize()).isEqualTo(FIELD.length() + 2 + octets.length());

            Mail[] again = new Mail[1];
            Copies.give(queued[0], queued[0].getRecipients(), copy -> {
                FrontLines.takeBack(copy);
                again[0] = uncheckedStored(store, copy);
            });
            assertThat(octets(again[0])).as(octets).isEqualTo(octets);
            Stream.of(mail, spooled, queued[0], again[0]).forEach(LifecycleUtil::dispose);
        }
    }

    @Test
    void onlyBccShouldBeTakenAway() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            String before = header(random);
            String after = header(random);
            String body = "\r\nBcc: body\r\n";
            String bcc = List.of("Bcc: a@example.com\r\n", "bCC :\r\n a@example.com\r\n\tb@example.com\r\n", "BCC:\n")
                    .get(random.nextInt(3));
            // What continues a line in front would continue another.
            String rest = after.stripLeading().isEmpty() ? "" : after.stripLeading();
            Mail mail = arriving("A: b\r\n" + before + bcc + rest + body, "a@example.com", "b@example.com");

            FieldRemoval.remove(mail, "Bcc");

            assertThat(octets(mail)).isEqualTo("A: b\r\n" + before + rest + body);
            LifecycleUtil.dispose(mail);
        }
    }

    @Test
    void onlyFieldsInFrontOfThisHandOverShouldBeTakenAwayWhereTheTopmostAreMeant() throws Exception {
        String front = "Received: by here\r\nX-Mark: of the peer\r\n folded\r\nX-Trace: 1\r\n";
        String rest = "Received: by the peer\r\nX-Mark: of a stranger\r\n\r\nbody";
        Mail mail = arriving(front + rest, "a@example.com", "b@example.com");

        FieldRemoval.removeTopmost(mail, "X-Mark");

        assertThat(octets(mail)).isEqualTo("Received: by here\r\nX-Trace: 1\r\n" + rest);
    }

    @Test
    void headerShouldStayAsOthersChangedItMeanwhile() throws Exception {
        Mail mail = arriving("Subject: Gr\u00fc\u00dfe\r\n\r\nbody", "a@example.com", "b@example.com");
        OriginalHead.keep(mail);
        Mail spooled = Store.BLOBS.stored(mail);
        spooled.getMessage().addHeader("X-Spam", "yes");

        assertThat(octets(spooled)).contains("X-Spam: yes").endsWith("\r\n\r\nbody");
    }

    private static Mail uncheckedStored(Store store, Mail copy) throws MessagingException {
        try {
            return store.stored(copy);
        } catch (MessagingException e) {
            throw e;
        } catch (Exception e) {
            throw new MessagingException("the store failed", e);
        }
    }

    private static String message(Random random) {
        String body = random.nextInt(4) == 0 ? "x".repeat(150_000) + "\u00e4" : "caf\u00e9\r\n\r\n.\r\nB: c\n\rend";
        return random.nextInt(20) == 0
                ? header(random)
                : header(random) + (random.nextBoolean() ? "\r\n" : "\n") + body;
    }

    /** Lines of which each may be the first, some no field, some that JavaMail cannot parse. */
    private static String header(Random random) {
        List<String> lines = List.of(
                "Received: from x by y;\r\n\tMon, 30 Nov 2026 07:00:00 +0000\r\n",
                "Content-Type: application/pdf; name=Mise en Demeure.pdf\r\n",
                "Content-Type: text/plain; charset=\"utf-8\r\n",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))\r\n",
                "Subject: Gr\u00fc\u00dfe\r\n",
                "Subject:   =?utf-8?q?x?=  \r\n  folded \r\n",
                "no field here\r\n",
                " continues\r\n",
                "Return-Path: <a@example.com>\r\n",
                "From: a\rb\r\n",
                "To: a\n",
                "X-Null: \0\r\n",
                "X-Bare: a\r\rb\r\n",
                ": nothing\r\n",
                "x".repeat(1_200) + ": long\r\n",
                "DKIM-Signature: v=1; b=" + "A".repeat(70) + "\r\n\t" + "B".repeat(70) + "\r\n",
                random.ints(12, 'a', 'z')
                                .mapToObj(Character::toString)
                                .reduce("X-", String::concat)
                                .toUpperCase(Locale.ROOT)
                        + ": y\r\n");
        StringBuilder header = new StringBuilder();
        random.ints(1 + random.nextInt(8), 0, lines.size()).forEach(i -> header.append(lines.get(i)));
        return header.toString();
    }
}
