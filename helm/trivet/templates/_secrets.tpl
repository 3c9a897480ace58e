{{/* The Secret that holds what services, Redis and PostgreSQL are opened with. */}}
{{- define "trivet.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/*
What is in the Secret that the chart makes. Made once and remembered for the rest of the rendering, since the checksum on the
pods must be that of the very values written; on an upgrade the values are those of the cluster.
*/}}
{{- define "trivet.secretData" -}}
{{- if not (hasKey .Values "secretData") -}}
{{- $data := (lookup "v1" "Secret" .Release.Namespace (include "trivet.secretName" .)).data | default dict -}}
{{- $wanted := list "refresh-secret" "service-credential" -}}
{{- if .Values.redis.enabled -}}{{- $wanted = concat $wanted (list "redis-password" "redis-admin-password") -}}{{- end -}}
{{- if .Values.postgres.enabled -}}{{- $wanted = append $wanted "postgres-password" -}}{{- end -}}
{{- range $key := $wanted -}}
{{- if not (hasKey $data $key) -}}
{{- $_ := set $data $key (randAlphaNum 48 | b64enc) -}}
{{- end -}}
{{- end -}}
{{- if not (hasKey $data "signing.pem") -}}
{{- /* A certificate's key has 2048 bits; genPrivateKey's has 4096 and signs several times slower. */ -}}
{{- $_ := set $data "signing.pem" ((genSelfSignedCert "trivet" nil nil 1).Key | b64enc) -}}
{{- end -}}
{{- $_ := set .Values "secretData" $data -}}
{{- end -}}
{{- toJson .Values.secretData -}}
{{- end -}}

{{/*
An annotation that changes with what pods read of Secrets at their start; one from outside is not the chart's to watch. Signing
keys are left out, since running processes follow them.
*/}}
{{- define "trivet.secretChecksum" -}}
{{- $read := dict "database" .Values.database.url "redis" .Values.redis.external.url -}}
{{- if not .Values.secrets.existingSecret -}}
{{- range $key, $value := include "trivet.secretData" . | fromJson -}}
{{- if not (hasSuffix ".pem" $key) -}}{{- $_ := set $read $key $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if compact (values $read) -}}
checksum/secrets: {{ toJson $read | sha256sum }}
{{- end -}}
{{- end -}}

{{/* A Secret with one address. Wants root, name, url. */}}
{{- define "trivet.urlSecret" -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}
  labels:
    {{- include "trivet.labels" (dict "root" .root "name" "secrets") | nindent 4 }}
type: Opaque
data:
  url: {{ .url | b64enc }}
{{- end -}}
