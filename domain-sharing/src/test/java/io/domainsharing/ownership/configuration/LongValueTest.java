// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.LongTextContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("O3")
class LongValueTest implements LongTextContract {
    @Override
    public Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("HeloName", HeloName::isFullyQualified);
        readings.put("Spelling", text -> Spelling.nearest(text, List.of("mingerPort", "secret")));
        readings.put("DelayTime", DelayTime::parse);
        readings.put("Values, duration", Values::duration);
        readings.put(
                "Block", text -> Block.of(Map.of("smtp", List.of(text))).values("smtp", value -> value, "Write it"));
        return readings;
    }
}
