// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.jspecify.annotations.Nullable;

/** RemoteDelivery's parameters in the shape that James's SMTP client reads them from. */
record ClientConfig(Map<String, String> parameters, MailetContext context) implements MailetConfig {
    ClientConfig {
        Map<String, String> all = new HashMap<>(parameters);
        // One refused recipient must not cost the others their mail.
        all.put("sendpartial", "true");
        // Only so that James reads gatewayUsername; the hosts are chosen by HostTransport.
        all.put("gateway", "peer");
        parameters = Map.copyOf(all);
    }

    @Override
    public @Nullable String getInitParameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Iterator<String> getInitParameterNames() {
        return parameters.keySet().iterator();
    }

    @Override
    public MailetContext getMailetContext() {
        return context;
    }

    @Override
    public String getMailetName() {
        return "DomainSharingMailet";
    }
}
