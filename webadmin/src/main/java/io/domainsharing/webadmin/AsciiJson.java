// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.ResponseTransformer;

/**
 * An answer as JSON of printable ASCII. Peers, mails and clients put their texts into answers: none of them shall move the cursor of a
 * terminal that shows one, or turn its direction of writing.
 */
final class AsciiJson implements ResponseTransformer {
    private final JsonTransformer james;

    @Inject
    AsciiJson(JsonTransformer james) {
        this.james = james;
    }

    @Override
    public String render(Object answer) throws JsonProcessingException {
        return of(james.render(answer));
    }

    /** The same JSON. Jackson escapes the control characters below the space; what is beyond ASCII stands in strings only. */
    static String of(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
