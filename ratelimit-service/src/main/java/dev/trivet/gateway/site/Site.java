package dev.trivet.gateway.site;

import dev.trivet.gateway.browser.Origins;
import dev.trivet.gateway.browser.SafetyHeaders;
import dev.trivet.gateway.limit.Rules;
import dev.trivet.gateway.route.Routes;

/**
 * What one reading of the pack says. A request goes by one of these from its first step to its last, so that it never
 * meets the routes of one pack and the limits of another.
 */
public record Site(Routes routes, Rules rules, Origins origins, SafetyHeaders headers) {}
