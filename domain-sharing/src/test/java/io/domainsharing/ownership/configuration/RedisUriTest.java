// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {
    @Test
    void everyPartShouldBeRead() {
        assertThat(RedisUri.parse("rediss://paris:p%40:ss@redis.example.net:6380/2"))
                .isEqualTo(new RedisUri(true, HostAndPort.fromParts("redis.example.net", 6380), "paris", "p@:ss", 2));
    }

    @Test
    void partsThatAreLeftOutShouldHaveTheirDefaults() {
        assertThat(RedisUri.parse("redis://192.0.2.1/"))
                .isEqualTo(new RedisUri(false, HostAndPort.fromParts("192.0.2.1", 6379), "", null, 0));
        assertThat(RedisUri.parse("redis://:secret@[2001:db8::1]").password()).isEqualTo("secret");
    }

    @Test
    void textShouldShowNoAccount() {
        assertThat(RedisUri.parse("rediss://paris:secret@redis.example.net:6380/2"))
                .hasToString("rediss://redis.example.net:6380/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis",
                "redis.example.net:6379",
                "http://:secret@redis.example.net",
                "redis://",
                "redis://secret@redis.example.net",
                "redis://:se cret@redis.example.net",
                "redis://:secret@redis.example.net/x",
                "redis://:secret@redis.example.net/0/1",
                "redis://:secret@redis.example.net/99999",
                "redis://:secret@redis.example.net?db=1",
                "redis://:secret@redis.example.net#1",
                "redis://:secret@redis.example.net:99999"
            })
    void whatIsNoneShouldBeRefusedWithoutAWordOfIt(String text) {
        assertThatThrownBy(() -> RedisUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("cret")
                .hasMessageNotContaining("example");
    }
}
