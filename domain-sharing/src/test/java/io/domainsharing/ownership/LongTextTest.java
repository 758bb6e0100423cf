// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.network.Escaped;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.disk.PlainXml;
import io.domainsharing.smtpclient.AddressSyntax;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("O3")
class LongTextTest implements LongTextContract {
    /** Characters: eight times what smtp-client reads of a reply before it calls it unreadable. */
    private static final int LONG_REPLY = 65_536;

    @Override
    public Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("Mailbox", Mailbox::parse);
        readings.put("Network", Network::parse);
        readings.put("Secret", Secret::new);
        readings.put("Escaped", text -> Escaped.of(text, text.length()));
        readings.put("Escaped, octets", text -> {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            Escaped.ofOctets(octets, 0, octets.length);
        });
        readings.put("Escaped, one line", text -> Escaped.oneLine(text, text.length()));
        readings.put("Escaped, JSON", Escaped::json);
        readings.put("Escaped, terminal", Escaped::forTerminal);
        readings.put("AddressSyntax", AddressSyntax::of);
        readings.put("AddressSyntax, domain", text -> AddressSyntax.of("a@" + text));
        readings.put("AddressSyntax, literal", text -> AddressSyntax.of("a@[" + text + ":x]"));
        readings.put("EnhancedStatus", text -> EnhancedStatus.allIn(reply(text)));
        readings.put("ReplyText", text -> ReplyText.flattened(550, reply(text)));
        readings.put("UnknownMailbox", text -> UnknownMailbox.isSaidBy(550, reply(text)));
        readings.put(
                "UnknownMailbox, behind its code",
                text -> UnknownMailbox.isSaidBy(550, "550 5.1.1 unknown " + reply(text)));
        readings.put("UnknownMailbox, VRFY", text -> UnknownMailbox.isSaidToVrfy(553, reply(text), List.of()));
        readings.put("FullMailbox", text -> FullMailbox.isSaidBy(552, reply(text)));
        readings.put("RefusedClient", text -> RefusedClient.isSaidBy(554, reply(text)));
        readings.put("ReplyBeginning", ReplyBeginning::parse);
        readings.put("ReplyBeginning, of a reply", text -> new ReplyBeginning("550 5.7.1 no").isOf(550, reply(text)));
        readings.put("PeerName", PeerName::new);
        readings.put("PeerTls", PeerTls::parse);
        readings.put("PlainXml", text -> PlainXml.requirePlain(text.getBytes(StandardCharsets.UTF_8)));
        readings.put(
                "PlainXml, nested",
                text -> PlainXml.requirePlain("<a>".repeat(text.length() / 3).getBytes(StandardCharsets.UTF_8)));
        return readings;
    }

    private static String reply(String text) {
        return text.substring(0, Math.min(LONG_REPLY, text.length()));
    }
}
