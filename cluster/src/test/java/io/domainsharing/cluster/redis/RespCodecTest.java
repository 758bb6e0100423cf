// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From octets: "Redis serialization protocol specification", RESP2. */
@Timeout(30)
class RespCodecTest {
    @Test
    void commandShouldBeSentAsAListOfTexts() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new RespCodec(new ByteArrayInputStream(new byte[0]), out).send(List.of("GET", "\u00e4 \r\n", ""));

        assertThat(out.toString(UTF_8)).isEqualTo("*3\r\n$3\r\nGET\r\n$5\r\n\u00e4 \r\n\r\n$0\r\n\r\n");
    }

    @Test
    void everyKindOfReplyShouldBeRead() throws IOException {
        assertThat(reply("+OK\r\n")).isEqualTo("OK");
        assertThat(reply(":-7\r\n")).isEqualTo(-7L);
        assertThat(reply("$5\r\n\u00e4 \r\n\r\n")).isEqualTo("\u00e4 \r\n");
        assertThat(reply("$-1\r\n")).isNull();
        assertThat(reply("*-1\r\n")).isNull();
        assertThat(reply("*3\r\n$1\r\na\r\n$-1\r\n*1\r\n:1\r\n"))
                .isEqualTo(new ArrayList<@Nullable Object>(Arrays.asList("a", null, List.of(1L))));
    }

    @Test
    void errorShouldBeToldApartFromALostConnection() {
        assertThatThrownBy(() -> reply("-WRONGPASS invalid\r\n"))
                .isInstanceOf(RedisErrorException.class)
                .hasMessage("WRONGPASS invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+OK",
                "+OK\r",
                "+OK\rx",
                "$3\r\nab",
                "$3\r\nabcd\r\n",
                "$x\r\n",
                "$-2\r\n",
                "$99999999\r\n",
                "*100001\r\n",
                "*2\r\n:1\r\n",
                "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
                "HTTP/1.1 400 Bad Request\r\n",
                ":99999999999999999999\r\n"
            })
    void whatIsNoReplyShouldFail(String octets) {
        assertThatThrownBy(() -> reply(octets))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RedisErrorException.class);
    }

    @Test
    void anyOctetsShouldBeReadOrFail() {
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder octets = new StringBuilder();
            for (int j = 0; j < 20; j++) {
                octets.append("+-:$*\r\n0123a".charAt(random.nextInt(12)));
            }
            try {
                Object unused = reply(octets.toString());
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static @Nullable Object reply(String octets) throws IOException {
        return new RespCodec(new ByteArrayInputStream(octets.getBytes(UTF_8)), new ByteArrayOutputStream()).receive();
    }
}
