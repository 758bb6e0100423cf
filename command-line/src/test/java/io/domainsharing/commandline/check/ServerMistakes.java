// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static io.domainsharing.commandline.check.MistakesFixture.MAIL;
import static io.domainsharing.commandline.check.MistakesFixture.PIPELINE;
import static io.domainsharing.commandline.check.MistakesFixture.SHARING;
import static io.domainsharing.commandline.check.MistakesFixture.SMTP;
import static io.domainsharing.commandline.check.MistakesFixture.error;
import static io.domainsharing.commandline.check.MistakesFixture.warning;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Mistakes in {@code smtpserver.xml} and {@code mailetcontainer.xml}, each with what is said of it. */
final class ServerMistakes {
    private static final String RCPT = "<handler class=\"io.domainsharing.smtp.DomainSharingRcptHook\"/>";
    private static final String HANDOVER =
            "<mailet match=\"All\" class=\"io.domainsharing.mailets.DomainSharingMailet\"/>";

    private ServerMistakes() {}

    static Stream<Arguments> all() {
        return Stream.of(
                error(
                        "smtpserver[smtpserver-global]/handlerchain has ValidRcptHandler still",
                        "refuses every address",
                        "Remove it",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT,
                                        RCPT
                                                + "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>"))),
                error(
                        "smtpserver[smtpserver-global]/handlerchain has no DomainSharingRcptHook",
                        "is refused here",
                        "where ValidRcptHandler stands",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(RCPT, ""))),
                error(
                        "DomainSharingRcptHook behind CoreCmdHandlerLoader",
                        "cannot wait for the peers",
                        "Move it before",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(RCPT, "")
                                .replaceFirst(
                                        "(<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>)",
                                        "$1" + RCPT))),
                error(
                        "DomainSharingMailHook in the wrong place",
                        "wrong place",
                        "behind DomainSharingRcptHook",
                        conf -> conf.edit(
                                SMTP, text -> text.replaceFirst(MAIL, "").replaceFirst(RCPT, MAIL + RCPT))),
                error(
                        "says <submission>true</submission>: no session is a peer's",
                        "first listener",
                        "Remove <submission>",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT, RCPT.replace("/>", "><submission>true</submission></handler>")))),
                error(
                        "VrfyCommand behind CoreCmdHandlerLoader",
                        "answers VRFY before it",
                        "Move it before",
                        conf -> conf.edit(
                                SMTP, text -> text.replace("<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>", "")
                                        .replaceFirst(
                                                "(<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>)",
                                                "$1<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>"))),
                error(
                        "smtpserver.xml has no listener",
                        "switched on",
                        "enabled=\"true\"",
                        conf -> conf.replace(SMTP, "enabled=\"true\"", "enabled=\"false\"")),
                error(
                        "no DomainSharingMailet before RecipientRewriteTable",
                        "catch-all",
                        "before it",
                        conf -> conf.edit(PIPELINE, text -> text.replaceFirst(HANDOVER, ""))),
                error(
                        "no DomainSharingMailet between RecipientRewriteTable and RecipientIsLocal",
                        "is bounced",
                        "behind RecipientRewriteTable",
                        conf -> conf.edit(
                                PIPELINE,
                                text -> text.substring(0, text.lastIndexOf(HANDOVER))
                                        + text.substring(text.lastIndexOf(HANDOVER) + HANDOVER.length()))),
                error(
                        "no ShareListPosts before DomainSharingMailet",
                        "lists/share is on",
                        "before the first",
                        conf -> conf.replace(SHARING, "<!-- <share>false</share> -->", "<share>true</share>")
                                .replace(
                                        PIPELINE,
                                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.ShareListPosts\"/>",
                                        "")),
                error(
                        "no DropSecondCopies behind DomainSharingMailet",
                        "post twice",
                        "behind the second",
                        conf -> conf.replace(SHARING, "<!-- <share>false</share> -->", "<share>true</share>")
                                .replace(
                                        PIPELINE,
                                        "<mailet match=\"All\" class=\"io.domainsharing.mailets.DropSecondCopies\"/>",
                                        "")),
                error(
                        "smtpserver[smtpserver-global]/enabled (ture) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst("enabled=\"true\"", "enabled=\"ture\""))),
                error(
                        "smtpserver[smtpserver-global]/tls/socketTLS (no!) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst("socketTLS=\"false\"", "socketTLS=\"no!\""))),
                error(
                        "handlerchain/handler[DomainSharingRcptHook]/submission (ja) is neither true nor false",
                        "does not start",
                        "Write true or false",
                        conf -> conf.edit(
                                SMTP,
                                text -> text.replaceFirst(
                                        RCPT, RCPT.replace("/>", "><submission>ja</submission></handler>")))),
                error(
                        "mailetcontainer.xml was not checked to the end: java.lang.IllegalStateException",
                        "match",
                        "cannot read either",
                        conf -> conf.edit(
                                PIPELINE, text -> text.replaceFirst("match=\"All\"", "match=\"\\${[@match]}\""))),
                warning(
                        "has no DomainSharingMailHook",
                        "forged senders",
                        "behind DomainSharingRcptHook",
                        conf -> conf.edit(SMTP, text -> text.replaceFirst(MAIL, ""))),
                warning(
                        "has no VrfyCommand",
                        "learn nothing",
                        "unless all peers ask by Minger",
                        conf -> conf.replace(SMTP, "<handler class=\"io.domainsharing.smtp.VrfyCommand\"/>", "")),
                warning(
                        "(RemoveMimeHeader) stands before the deliveries",
                        "not leave as they came",
                        "RemoveBcc",
                        conf -> conf.replace(
                                PIPELINE,
                                "<mailet match=\"All\" class=\"io.domainsharing.mailets.RemoveBcc\"/>",
                                "<mailet match=\"All\" class=\"RemoveMimeHeader\"><name>bcc</name></mailet>")),
                warning(
                        "takes the Bcc field out of no message",
                        "every recipient sees it",
                        "RemoveBcc",
                        conf -> conf.replace(
                                PIPELINE, "<mailet match=\"All\" class=\"io.domainsharing.mailets.RemoveBcc\"/>", "")),
                warning(
                        "processor[error] (Bounce) sends whoever sent the mail the stack trace",
                        "stack trace",
                        "james-conf/mailetcontainer.xml",
                        conf -> conf.replace(
                                PIPELINE,
                                "<mailet match=\"All\" class=\"io.domainsharing.mailets.AuditFailedMail\"/>",
                                "<mailet match=\"All\" class=\"Bounce\"/>")),
                warning(
                        "(RemoteDelivery) sends mail to hosts",
                        "may send it back",
                        "DeliverByMx in its place",
                        conf -> conf.replace(PIPELINE, "io.domainsharing.mailets.DeliverByMx", "RemoteDelivery")),
                warning(
                        "mailetcontainer.xml: spooler.errorRepository (memory://var/mail/error/) is in memory",
                        "the next restart loses its mail",
                        "as james-conf/jpa/ has both",
                        conf -> conf.write("activemq.properties", "")));
    }
}
