// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0, true",
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.112.255, false",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.64/26, 203.0.113.127, true",
        "203.0.113.64/26, 203.0.113.128, false",
        "128.0.0.0/1, 255.255.255.255, true",
        "128.0.0.0/1, 127.255.255.255, false",
        "0.0.0.0/0, 198.51.100.7, true",
        "198.51.100.7, 198.51.100.7, true",
        "198.51.100.7, 198.51.100.6, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 198.51.100.7, false",
        "0.0.0.0/0, ::1, false",
        "198.51.100.0/24, ::ffff:198.51.100.9, true",
    })
    void networkShouldContainTheAddressesOfItsPrefix(String network, String address, boolean contained) {
        assertThat(Network.parse(network).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void networkShouldAgreeWithArithmeticOnWholeNumbers() throws UnknownHostException {
        Random random = new Random(4069);
        for (int round = 0; round < 20_000; round++) {
            byte[] one = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(one);
            byte[] other = one.clone();
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
            int length = one.length * 8;
            int prefix = random.nextInt(length + 1);
            Network network = new Network(InetAddress.getByAddress(one), prefix);

            boolean samePrefix = new BigInteger(1, one)
                    .shiftRight(length - prefix)
                    .equals(new BigInteger(1, other).shiftRight(length - prefix));

            assertThat(network.contains(InetAddress.getByAddress(other)))
                    .as("%s, %s", network, InetAddress.getByAddress(other))
                    .isEqualTo(samePrefix);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "tokyo", "1.2.3", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/x", "::1/129"})
    void parseShouldRefuseWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parseShouldRefuseHostBitsNamingTheNetwork() {
        assertThatThrownBy(() -> Network.parse("10.1.2.3/8")).hasMessageContaining("10.0.0.0/8");
    }

    private static InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
