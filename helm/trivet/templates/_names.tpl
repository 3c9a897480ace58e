{{/*
What every object's name begins with: the release, which need not say "trivet" twice. So short that with the longest ending,
-ratelimit-service-management, it is still a name that a Service may have.
*/}}
{{- define "trivet.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 34 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 34 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/*
Labels that choose pods; they never change, since a Deployment's selector cannot. The name is one that quarkus-kubernetes gives
too, which makes it of the object's own. Wants root, name.
*/}}
{{- define "trivet.selector" -}}
app.kubernetes.io/name: {{ printf "%s-%s" .root.Chart.Name .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{/* Labels of a pod. Wants root, name. */}}
{{- define "trivet.podLabels" -}}
{{ include "trivet.selector" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
{{- end -}}

{{/* Labels of an object. Wants root, name. */}}
{{- define "trivet.labels" -}}
{{ include "trivet.podLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}
