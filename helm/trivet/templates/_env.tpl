{{/* A service's environment: what the chart says for all, what it takes from Secrets, and the service's own settings. */}}
{{- define "trivet.env" -}}
{{- $own := .values.env -}}
{{- $service := .name -}}
{{- $fixed := include "trivet.fixedEnv" . | fromYamlArray -}}
{{- range $fixed }}
{{- if hasKey $own .name }}
{{- fail (printf "\n\nenv of %s: %s is set by the chart; the value for it is %s.\n" $service .name (include "trivet.valueFor" .name)) }}
{{- end }}
{{- end }}
{{- toYaml $fixed }}
{{- /* Not by merge, which takes an empty text for none. */ -}}
{{- $all := deepCopy .settings -}}
{{- range $name, $value := $own }}{{ $_ := set $all $name $value }}{{ end }}
{{- range $name, $value := $all }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The value that says what is in a variable of the chart's. */}}
{{- define "trivet.valueFor" -}}
{{- if eq . "QUARKUS_PROFILE" -}}profile
{{- else if eq . "QUARKUS_SHUTDOWN_DELAY" -}}noticeSeconds, which is how long a pod goes on before that
{{- else if eq . "QUARKUS_SHUTDOWN_TIMEOUT" -}}drainSeconds
{{- else if eq . "TRIVET_PACK" -}}pack
{{- else if hasPrefix "REDIS_" . -}}redis
{{- else if hasPrefix "TRIVET_GATEWAY_TLS_" . -}}ratelimitService.tls
{{- else if eq . "TRIVET_KEYS_SIGNING" -}}secrets.existingSigningKeys
{{- else if or (hasPrefix "TRIVET_KEYS_" .) (eq . "TRIVET_SERVICE_CREDENTIAL") -}}secrets.existingSecret
{{- else -}}database or postgres
{{- end -}}
{{- end -}}

{{- define "trivet.fixedEnv" -}}
{{- $secret := include "trivet.secretName" .root -}}
- name: QUARKUS_PROFILE
  value: {{ .root.Values.profile }}
# For so long requests are still taken after SIGTERM, and then those under way may end.
- name: QUARKUS_SHUTDOWN_DELAY
  value: 5s
- name: QUARKUS_SHUTDOWN_TIMEOUT
  value: {{ int .root.Values.drainSeconds }}s
- name: TRIVET_PACK
  value: /etc/trivet/pack.yaml
{{ include "trivet.redisEnv" .root }}
- name: TRIVET_SERVICE_CREDENTIAL
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: service-credential
{{- if .database }}
{{ include "trivet.databaseEnv" .root }}
{{- end }}
{{- if .keys }}
- name: TRIVET_KEYS_REFRESH_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: refresh-secret
- name: TRIVET_KEYS_SIGNING
  value: /etc/trivet-keys
{{- end }}
{{- if (.values.tls).existingSecret }}
- name: TRIVET_GATEWAY_TLS_KEY
  value: /etc/trivet-tls/tls.key
- name: TRIVET_GATEWAY_TLS_CERTIFICATE
  value: /etc/trivet-tls/tls.crt
{{- end }}
{{- end -}}
