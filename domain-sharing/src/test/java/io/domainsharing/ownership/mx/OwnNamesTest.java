// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class OwnNamesTest {
    @Test
    void hostShouldBeKnownByItsShortAndItsFullNameAndByItsAddress() throws Exception {
        byte[] octets = {127, 0, 0, 1};
        String fullName = InetAddress.getByAddress(octets).getCanonicalHostName();

        assertThat(OwnNames.ofHost(InetAddress.getByAddress("mail", octets))).contains("mail", fullName, "127.0.0.1");
    }
}
