// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.message.MessageHead;
import io.domainsharing.ownership.LongTextContract;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("O3")
class LongTextTest implements LongTextContract {
    @Override
    public Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put(
                "MAIL",
                text -> CommandParameters.refusal(PathArgument.parse("FROM:<a@b>" + text, SenderArgument.KEYWORD)
                        .map(PathArgument::parameters)
                        .orElse(List.of())));
        readings.put(
                "RCPT",
                text -> CommandParameters.refusal(PathArgument.parse("TO:<" + text + "> " + text, RcptCommand.KEYWORD)
                        .map(PathArgument::parameters)
                        .orElse(List.of())));
        readings.put(
                "RCPT, for hooks",
                text -> CommandParameters.forHooks(PathArgument.parse("TO:<a@b> " + text, RcptCommand.KEYWORD)
                        .map(PathArgument::parameters)
                        .orElse(List.of())));
        readings.put("AddressRefusal", text -> AddressRefusal.ofRecipient(text, QueuedAddresses.WITHOUT_SEMICOLON));
        readings.put("VRFY", text -> VrfyArgument.of(text).isBeyondAscii());
        readings.put("ETRN", EtrnNode::parse);
        readings.put("AuditLine", text -> AuditLine.of("RCPT refused", text)
                .sender(text)
                .recipient(text)
                .reason(text)
                .brief());
        readings.put("Received", text -> ReceivedLines.areAtLeast(30, octets(text)));
        readings.put("Received, folded", text -> ReceivedLines.areAtLeast(30, octets("Received: " + text)));
        readings.put("MessageHead", text -> MessageHead.read(buffered(text), "Subject")
                .values("Subject"));
        readings.put("MessageHead, value", text -> MessageHead.read(buffered("Subject: " + text), "Subject")
                .values("Subject"));
        readings.put("MessageHead, fields", text -> MessageHead.read(
                        buffered("Subject:" + text.replace("a", "\r\nSubject:a")), "Subject")
                .values("Subject"));
        return readings;
    }

    private static ByteArrayInputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static BufferedInputStream buffered(String text) {
        return new BufferedInputStream(octets(text));
    }
}
