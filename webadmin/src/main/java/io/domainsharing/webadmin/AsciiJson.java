// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domainsharing.network.Escaped;
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
        return Escaped.json(james.render(answer));
    }
}
