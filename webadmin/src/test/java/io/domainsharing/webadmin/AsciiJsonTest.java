// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spark.HaltException;

@Tag("T2")
class AsciiJsonTest {
    private final AsciiJson testee = new AsciiJson(new JsonTransformer());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 \u001b[2J\u001b]0;owned\u0007",
                "\r\nHTTP/1.1 200 OK\r\n",
                "\u0000\u007f\u0085\u009b31m",
                "\u202eevil\u2066\u2028\u2029\ufeff",
                "J\u00fcrgen \ud83d\ude00 \\ \" </script>",
                "\ud800"
            })
    void hostileTextShouldBecomeAsciiAndMeanTheSame(String text) throws Exception {
        String json = testee.render(Map.of("reply", text, "list", List.of(text)));

        assertThat(json).matches("[ -~\\s]*").doesNotContainPattern("[\\t\\x0b\\f\\r]");
        assertThat(new ObjectMapper().readTree(json).path("reply").textValue()).isEqualTo(text);
        String error = String.valueOf(catchThrowableOfType(HaltException.class, () -> WebError.invalid(text))
                .body());
        assertThat(error).matches("[ -~\\s]*");
        assertThat(new ObjectMapper().readTree(error).path("message").textValue())
                .isEqualTo(text);
    }
}
