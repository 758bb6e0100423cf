// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.LongTextContract;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("O3")
class LongTextTest implements LongTextContract {
    @Override
    public Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("body", body -> BoundedJson.object(body, "{}"));
        readings.put("peer", text -> PeerJson.parse("oslo", text));
        readings.put("peer, key", text -> PeerJson.parse("oslo", "{\"" + text + "\":1}"));
        readings.put("peer, value", text -> PeerJson.parse("oslo", "{\"smtp\":[\"" + text + "\"]}"));
        readings.put("peer, name", text -> PeerJson.parse(text, "{\"smtp\":[\"127.0.0.1:25\"]}"));
        readings.put(
                "peer, hosts",
                text -> PeerJson.parse("oslo", "{\"smtp\":[" + "\"a\",".repeat(text.length() / 4) + "\"a\"]}"));
        readings.put("Origin", WebOrigin::parse);
        readings.put("Origin, host", text -> WebOrigin.parse("https://" + text));
        readings.put("Host", OwnHosts::parse);
        readings.put("domain", Parameters::domain);
        return readings;
    }
}
