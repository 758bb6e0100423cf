// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.smtp.PathArgument.Parameter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.mailet.DsnParameters;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL and RCPT: what none may hold, and those of RFC 3461, which James's own hooks take for an internal error
 * where they cannot read them.
 */
final class CommandParameters {
    /** A control character as xtext has it. */
    private static final Pattern ENCODED_CONTROL = Pattern.compile("\\+([0189][0-9A-Fa-f]|7[Ff])");

    private CommandParameters() {}

    /** 501 to the first that is wrong; null where none is. */
    static @Nullable Response refusal(List<Parameter> parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!isPrintable(parameter.name()) || !isPrintable(parameter.value())) {
                return refusal("Parameters hold visible characters of ASCII only");
            }
            if (!names.add(parameter.name())) {
                return refusal("A parameter is given twice");
            }
            if (!isWellFormed(parameter)) {
                return refusal(parameter.name() + " has a value that RFC 3461 does not know");
            }
        }
        return null;
    }

    private static Response refusal(String text) {
        // RFC 3463: 5.5.4, invalid command arguments.
        return new SMTPResponse(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, "5.5.4 " + text).immutable();
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static boolean isWellFormed(Parameter parameter) {
        return switch (parameter.name()) {
            case DsnParameters.ENVID_PARAMETER -> DsnParameters.XText.isValid(parameter.value());
            case DsnParameters.NOTIFY_PARAMETER -> isNotify(parameter.value());
            default -> true;
        };
    }

    private static boolean isNotify(String value) {
        try {
            return !DsnParameters.Notify.parse(value).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * For James's hooks. An original recipient that James has no room for, or that would break the line of a notification it
     * stands in once decoded, is left out: the message matters more.
     */
    static Map<String, String> forHooks(List<Parameter> parameters) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (!parameter.name().equals(DsnParameters.ORCPT_PARAMETER)) {
                byName.put(parameter.name(), parameter.value());
            } else if (isForJames(parameter.value())) {
                byName.put(parameter.name(), DsnParameters.RFC_822_PREFIX + addressIn(parameter.value()));
            }
        }
        return byName;
    }

    private static String addressIn(String originalRecipient) {
        return originalRecipient.substring(DsnParameters.RFC_822_PREFIX.length());
    }

    private static boolean isForJames(String originalRecipient) {
        if (!originalRecipient.regionMatches(
                true, 0, DsnParameters.RFC_822_PREFIX, 0, DsnParameters.RFC_822_PREFIX.length())) {
            return false;
        }
        if (ENCODED_CONTROL.matcher(originalRecipient).find()) {
            return false;
        }
        try {
            return !new MailAddress(addressIn(originalRecipient)).asString().isEmpty();
        } catch (AddressException | RuntimeException e) {
            return false;
        }
    }
}
