// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.arriving;
import static io.domainsharing.mailets.delivery.Mails.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.internet.ParseException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L2")
class AuditFailedMailTest {
    @Test
    void messageThatAMailetLeftHalfChangedShouldBeStoredAllTheSame() throws Exception {
        String line = "Content-Type: application/pdf; name=Mise en Demeure.pdf\r\n";
        MailImpl mail = arriving("Subject: x\r\n" + line + "\r\nbody", "<>", "bob@example.com");
        mail.getMessage().addHeader("X-Half", "yes");
        assertThatThrownBy(() -> MailImpl.duplicate(mail)).isInstanceOf(ParseException.class);

        new AuditFailedMail().service(mail);

        MailImpl stored = MailImpl.duplicate(mail);
        assertThat(octets(stored)).contains("X-Half: yes\r\n", line).endsWith("\r\n\r\nbody");
        LifecycleUtil.dispose(mail);
        LifecycleUtil.dispose(stored);
    }
}
