// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.PeerName;
import java.util.Optional;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class ReceivedFromPeerAttributeTest {
    private static Mail mail() {
        return MailImpl.builder().name("mail").build();
    }

    @Test
    void mailShouldCarryThePeersNameWhenItsSessionWasThePeers() {
        Mail mail = mail();
        ReceivedFromPeerAttribute.mark(mail, Optional.of(new PeerName("tokyo")));
        assertThat(ReceivedFromPeerAttribute.of(mail)).contains(new PeerName("tokyo"));
    }

    @Test
    void mailShouldLoseTheMarkWhenItsSessionWasNoPeers() {
        Mail mail = mail();
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        ReceivedFromPeerAttribute.mark(mail, Optional.empty());
        assertThat(ReceivedFromPeerAttribute.of(mail)).isEmpty();
    }
}
